//! The Hugging Face Hub: its requests and answers as values. Nothing here sends anything.
//!
//! * [`HubRequest`] says what is asked, [`HubOrigin`] who is asked.
//! * [`read_search`] and [`read_model`] turn bodies into [`Model`](crate::domain::model::Model)s; nothing that the Hub
//!   sends can make them fail but a body that is no answer at all, and nothing can make them panic.
//! * [`HubError`] is every way in which there is no usable answer.

mod answer;
mod base_models;
mod content_range;
mod error;
mod expand;
mod kind;
mod link_header;
mod model_fields;
mod page_link;
mod parameter_count;
mod request;
mod response;
pub mod search;
mod user_hardware;
mod weight_hints;

pub use answer::{Answer, Freshness, SearchAnswer};
pub use content_range::ContentRange;
pub use error::{AnswerFacts, HubError, MESSAGE_LENGTH_MAX, RATE_LIMIT_WINDOW_S};
pub use kind::kind_of_task;
pub use page_link::{file_download_url, file_page_url, model_page_url};
pub use request::{HubOrigin, HubRequest, ROWS_PER_PAGE};
pub use response::{ModelAnswer, SearchPage, read_model, read_search};
pub use user_hardware::{UserHardware, UserName, UserNameError, read_user_hardware};
