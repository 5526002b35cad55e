//! Asking the Hub: live, from the last minutes, or from what the device kept.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::abort::AbortHandle;
use super::http::{self, HttpAnswer};
use super::kept::{self, AnswerText};
use super::model_file::FilePart;
use super::recent;
use crate::domain::hub::{
    Answer, AnswerFacts, Freshness, HubError, HubOrigin, HubRequest, ModelAnswer, SearchAnswer, UserHardware,
    UserName, read_model, read_search, read_user_hardware,
};
use crate::domain::model::RepoId;
use crate::domain::wire::json::Json;

/// Far above what a slow line needs for one page of results, short enough to still be waited for.
const TIMEOUT_MS: u32 = 30_000;
/// The largest model documents (thousands of files with sizes) stay under a tenth of it.
const BODY_BYTES_MAX: usize = 20_000_000;
/// Longest user name shown, in characters. The Hub allows 42.
const USER_NAME_CHARS_MAX: usize = 96;

thread_local! {
    /// Fields of list rows that the server refused during this visit.
    static REFUSED_FIELDS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// Where and as whom to ask.
#[derive(Clone, PartialEq)]
pub struct HubClient {
    /// The Hub itself or its mirror.
    pub origin: HubOrigin,
    /// The reader's token. It is sent to the Hub alone, whatever `origin` is.
    pub token: Option<Rc<str>>,
}

impl HubClient {
    /// A page of search results.
    ///
    /// # Errors
    /// Why there are none, not even kept ones; `Aborted` when `abort` was used.
    pub async fn search(
        &self,
        request: &HubRequest,
        abort: &AbortHandle,
    ) -> Result<Answer<SearchAnswer>, HubError> {
        let mut asked = request.clone();
        loop {
            let refused = REFUSED_FIELDS.with_borrow(Clone::clone);
            let result = self
                .ask(&asked.without_fields(&refused), abort, |answer| {
                    let page = read_search(&answer.body)?;
                    let next = answer.link.as_deref().and_then(HubRequest::next_page);
                    Ok(SearchAnswer { page, next })
                })
                .await;
            // A field that the server does not know costs that field, not the search.
            match &result {
                Err(HubError::BadRequest { refused_fields, .. })
                    if refused_fields.iter().any(|field| !refused.contains(field)) =>
                {
                    REFUSED_FIELDS.with_borrow_mut(|known| known.extend(refused_fields));
                }
                // Rows with thousands of files each: fewer of them fit into one answer.
                Err(HubError::TooLarge) => match asked.in_smaller_pages() {
                    Some(smaller) => asked = smaller,
                    None => return result,
                },
                _ => return result,
            }
        }
    }

    /// One model with its files.
    ///
    /// # Errors
    /// Why there is none, not even a kept one; `Aborted` when `abort` was used.
    pub async fn model(&self, id: &RepoId, abort: &AbortHandle) -> Result<Answer<ModelAnswer>, HubError> {
        self.ask(&HubRequest::model(id), abort, |answer| {
            read_model(&answer.body, id)
        })
        .await
    }

    /// A text of a repository (`config.json` and its kin), kept for reading without a
    /// network.
    ///
    /// # Errors
    /// Why there is none, not even a kept one; `Aborted` when `abort` was used.
    pub async fn text_file(
        &self,
        id: &RepoId,
        revision: Option<&str>,
        path: &str,
        abort: &AbortHandle,
    ) -> Result<String, HubError> {
        let request = HubRequest::file(id, revision, path);
        let answer = self
            .ask(&request, abort, |answer| Ok(answer.body.clone()))
            .await?;
        Ok(answer.value)
    }

    /// A part of a file: `n_bytes` from `first` on. Parts are kept for reading without a network, and with `use_kept`
    /// those of a commit, whose files never change, are not asked for again.
    ///
    /// # Errors
    /// Why there is none; `Aborted` when `abort` was used.
    pub async fn file_part(
        &self,
        id: &RepoId,
        revision: Option<&str>,
        path: &str,
        abort: &AbortHandle,
        (first, n_bytes): (u64, u32),
        use_kept: bool,
    ) -> Result<FilePart, HubError> {
        let request = HubRequest::file(id, revision, path);
        let kept_key = format!("{} {first}+{n_bytes}", self.kept_key(&request));
        let is_fixed = revision.is_some();
        if is_fixed
            && use_kept
            && let Some((bytes, total)) = kept::recall_bytes(&kept_key).await
        {
            return Ok(FilePart {
                bytes,
                total,
                n_downloaded: 0,
            });
        }
        let token = self.token.as_deref().filter(|_| self.origin.accepts_token());
        let url = request.url(self.origin);
        let part = http::get_bytes(&url, token, abort, TIMEOUT_MS, (first, n_bytes)).await;
        let error = match part {
            Ok(part) if is_web_page(&part.answer) => HubError::NotJson,
            Ok(part) if matches!(part.answer.status, 200 | 206) => {
                // An answer with all of the file is no sign of a server that knows what it sends.
                if token.is_none() && part.answer.status == 206 {
                    let (bytes, total) = (part.bytes.clone(), part.total);
                    spawn_local(async move { kept::keep_bytes(&kept_key, &bytes, total).await });
                }
                return Ok(FilePart {
                    n_downloaded: part.bytes.len() as u64,
                    bytes: part.bytes,
                    total: part.total,
                });
            }
            Ok(part) => refusal(&part.answer, token.is_some()),
            Err(error) => error,
        };
        // Of a branch the newest state is wanted, and an older one is better than none.
        if !is_fixed
            && error.may_help_to_retry()
            && let Some((bytes, total)) = kept::recall_bytes(&kept_key).await
        {
            return Ok(FilePart {
                bytes,
                total,
                n_downloaded: 0,
            });
        }
        Err(error)
    }

    /// The hardware that a user made public.
    ///
    /// # Errors
    /// Why there is no answer, not even a kept one; `Aborted` when `abort` was used.
    pub async fn user_hardware(
        &self,
        user: &UserName,
        abort: &AbortHandle,
    ) -> Result<UserHardware, HubError> {
        let request = HubRequest::user_overview(user);
        let answer = self
            .ask(&request, abort, |answer| read_user_hardware(&answer.body))
            .await?;
        Ok(answer.value)
    }

    /// The user whom the token belongs to. Always asks, and always the Hub itself.
    ///
    /// # Errors
    /// `TokenRejected` when the token is missing or unknown, or why the Hub could not be asked.
    pub async fn whoami(&self, abort: &AbortHandle) -> Result<String, HubError> {
        let token = self.token.as_deref().ok_or(HubError::TokenRejected)?;
        let url = HubRequest::whoami().url(HubOrigin::Hub);
        let answer = fetch(&url, Some(token), abort).await?;
        let who = Json::parse(&answer.body).ok().and_then(Json::fields);
        let name = who
            .and_then(|who| who.get("name")?.text())
            .ok_or(HubError::Malformed)?;
        Ok(name.chars().take(USER_NAME_CHARS_MAX).collect())
    }

    /// Makes the next requests go out even where an answer of the last minutes is at hand: for "try again".
    pub fn bypass_memory(&self) {
        recent::forget_all();
    }

    async fn ask<T>(
        &self,
        request: &HubRequest,
        abort: &AbortHandle,
        read: impl Fn(&AnswerText) -> Result<T, HubError>,
    ) -> Result<Answer<T>, HubError> {
        let token = self.token.as_ref().filter(|_| self.origin.accepts_token());
        let url = request.url(self.origin);
        if let Some(answer) = recent::recall(&url) {
            return read(&answer).map(|value| Answer {
                value,
                freshness: Freshness::Live,
            });
        }
        let kept_key = self.kept_key(request);
        let live = match fetch(&url, token.map(Rc::as_ref), abort).await {
            Ok(answer) => read(&answer).map(|value| (answer, value)),
            Err(error) => Err(error),
        };
        match live {
            Ok((answer, value)) => {
                let answer = Rc::new(answer);
                if token.is_none() {
                    // Not awaited: a slow disk must not hold back what is already here.
                    let answer = answer.clone();
                    spawn_local(async move { kept::keep(&kept_key, &answer).await });
                }
                recent::remember(&url, &answer);
                Ok(Answer {
                    value,
                    freshness: Freshness::Live,
                })
            }
            Err(because) => {
                // The Hub's own refusals ("not found", "gated") are news and must be shown; only where it could not be
                // asked, or asks to wait, is an old answer better than none.
                if !because.may_help_to_retry() {
                    return Err(because);
                }
                let found = kept::recall(&kept_key).await;
                if abort.is_aborted() {
                    return Err(HubError::Aborted);
                }
                // A kept copy that can no longer be read counts as none.
                match found.map(|kept| (read(&kept.answer), kept.age_minutes)) {
                    Some((Ok(value), age_minutes)) => Ok(Answer {
                        value,
                        freshness: Freshness::Kept { age_minutes, because },
                    }),
                    _ => Err(because),
                }
            }
        }
    }

    /// A mirror's word is kept apart from the Hub's.
    fn kept_key(&self, request: &HubRequest) -> String {
        format!("{} {}", self.origin.base_url(), request.key())
    }
}

async fn fetch(url: &str, token: Option<&str>, abort: &AbortHandle) -> Result<AnswerText, HubError> {
    let answer = http::get_text(url, token, abort, TIMEOUT_MS, BODY_BYTES_MAX).await?;
    if !(200..300).contains(&answer.status) {
        return Err(refusal(&answer, token.is_some()));
    }
    if is_web_page(&answer) {
        return Err(HubError::NotJson);
    }
    Ok(AnswerText {
        body: answer.body,
        link: answer.link,
    })
}

/// Wi-Fi sign-in pages answer 200 with a page of their own.
fn is_web_page(answer: &HttpAnswer) -> bool {
    let is_page = |content_type: &str| content_type.contains("html");
    (200..300).contains(&answer.status) && answer.content_type.as_deref().is_some_and(is_page)
}

fn refusal(answer: &HttpAnswer, had_token: bool) -> HubError {
    let error = HubError::from_answer(AnswerFacts {
        status: answer.status,
        error_code: answer.error_code.as_deref(),
        error_message: answer.error_message.as_deref(),
        content_type: answer.content_type.as_deref(),
        body: &answer.body,
        had_token,
    });
    error.with_retry_after(answer.retry_after.as_deref())
}
