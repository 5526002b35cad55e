//! Texts of the frame around the pages.

use super::Text;

texts! {
    /// The frame: header, footer, settings, updates, storage.
    AppTexts, ENGLISH {
        name: Text = "LLM Lens",
        title: Text = "LLM Lens: Model Explorer",
        titled: fn(&str) -> String = |page| format!("{page} · LLM Lens"),
        skip: Text = "Skip to the results",
        navigation: Text = "Main",
        explore: Text = "Explore",
        how_it_works: Text = "How is compatibility calculated?",
        compare: Text = "Compare machines",
        compare_link: Text = "Compare on several machines",
        how_exact: Text = "How exact is this?",
        how_it_works_short: Text = "How it works",
        footer: Text = "No account, no tracking: your hardware stays in this browser. Model facts come straight from the Hugging Face Hub.",
        close: Text = "Close",
        copied: Text = "Copied",
        copy_refused: Text = "The browser did not allow copying",
        try_again: Text = "Try again",
        not_found: Text = "Page not found",
        not_found_hint: fn(&str) -> String = |path| format!("There is nothing at “{path}”."),
        not_found_way_on: Text = "Browse models",
        refused_params: fn(&str) -> String = |list| {
            format!("Part of this address was not understood and was ignored: {list}.")
        },
        address_too_long: Text = "all of it, because it is too long",
        bad_machine: fn(usize, &str) -> String = |position, why| format!("machine {position} ({why})"),
        too_many_machines: Text = "every machine after the fourth",
        dismiss: Text = "Dismiss",
        part_loading: Text = "Loading …",
        part_failed: Text = "This part of the page could not be loaded. The connection may be down, or a new version has just been published.",

        ready_offline: Text = "Ready: this page now works offline too",
        update_waiting: Text = "A new version is available.",
        update_apply: Text = "Reload to update",
        update_later: Text = "Later",

        settings: Text = "Settings",
        theme: Text = "Theme",
        theme_system: Text = "System",
        theme_light: Text = "Light",
        theme_dark: Text = "Dark",
        hub_address: Text = "Hub address",
        hub_address_hint: Text = "Where the Hub is blocked, a public mirror may answer. It sees what you search for.",
        hub_official: Text = "huggingface.co (the Hub itself)",
        hub_mirror: Text = "hf-mirror.com (public mirror)",
        token: Text = "Access token",
        token_placeholder: Text = "hf_…",
        token_hint: Text = "Optional; a read-only token is enough. It gives you access to gated and private models and raises the Hub's limits. It is sent to huggingface.co only and forgotten when you reload or close this tab. While it is in use, nothing is saved for offline use.",
        token_keep: Text = "Keep until the tab closes",
        token_forget: Text = "Forget the token",
        token_unusable: Text = "A token starts with “hf_” and has no spaces.",
        kept_delete: Text = "Clear the offline cache",
        kept_deleted: Text = "The offline cache was cleared.",
        set_aside_save: Text = "Download the unreadable data",
        token_checking: Text = "Asking the Hub …",
        token_belongs: fn(&str) -> String = |name| format!("The Hub knows you as {name}."),
        token_on_mirror: Text = "While the mirror is chosen, the token is not used.",
        activation: Text = "Activation multiplier",
        activation_hint: Text = "The Standard rule multiplies the weights by this to cover everything else in memory. Default: 1.5.",
        activation_problem: Text = "Enter a number from 1 to 5, for example 1.5.",

        panic_title: Text = "Something broke",
        panic_explanation: Text = "This should not have happened, and it is not your fault. Your profiles are safe in this browser.",
        panic_reload: Text = "Reload the page",
        panic_start: Text = "Go to the start page",

        storage_blocked: Text = "This browser does not allow the page to store anything. Everything works, but nothing will be remembered.",
        storage_full: Text = "The browser's storage for this page is full. Everything works, but the last change will not be remembered.",
        storage_damaged: Text = "The data stored for this page could not be read. It was moved aside, not deleted, and the page started with defaults.",
        storage_partly_damaged: fn(usize) -> String = |n| match n {
            1 => "One stored profile could not be read and was skipped.".to_owned(),
            n => format!("{n} stored profiles could not be read and were skipped."),
        },
    }
}
