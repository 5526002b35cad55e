//! Texts of the explore page.

use super::Text;

texts! {
    /// Search, filters, results.
    ExploreTexts, ENGLISH {
        question: Text = "Which models run on my machine?",
        search: Text = "Search models",
        placeholder: Text = "Model name, e.g. qwen 8b",
        machine: fn(&str, &str) -> String = |name, memory| format!("{name}: {memory}"),
        filters: Text = "Filters",
        filters_active: fn(usize) -> String = |n| format!("Filters ({n})"),
        clear_filters: Text = "Clear filters",
        sort: Text = "Sort by",
        sort_trending: Text = "Trending",
        sort_downloads: Text = "Most downloads",
        sort_likes: Text = "Most likes",
        sort_newest: Text = "Newest",
        sort_updated: Text = "Recently updated",
        sort_fastest: Text = "Fastest here",
        format: Text = "Format",
        any: Text = "Any",
        task: Text = "Task",
        licence: Text = "Licence",
        author: Text = "Author",
        author_hint: Text = "for example Qwen",
        author_problem: Text = "Enter one user or organization name: letters, digits, “-”, “_”, “.”.",
        params_from: Text = "Parameters from (billions)",
        params_to: Text = "Parameters to (billions)",
        params_problem: Text = "A number of billions, for example 7 or 0.5.",
        params_order_problem: Text = "“From” is above “to”: no model can match.",
        base: Text = "Quantized from",
        base_hint: Text = "owner/name of a model",
        base_problem: Text = "Write it as owner/name, for example Qwen/Qwen3-8B.",
        least_speed: Text = "At least (tokens/s)",
        least_speed_problem: Text = "A whole number of tokens a second, for example 10.",
        speed: fn(&str, &str, &str) -> String = |likely, low, high| {
            format!("≈ {likely} tokens/s ({low}–{high})")
        },
        runs_only: Text = "Only what runs on my hardware",

        results: Text = "Search results",
        popular: Text = "Popular language models",
        found: fn(usize) -> String = |n| match n {
            1 => "1 model loaded".to_owned(),
            n => format!("{n} models loaded"),
        },
        run_here: fn(usize) -> String = |n| match n {
            0 => "none runs on this hardware".to_owned(),
            1 => "1 runs on this hardware".to_owned(),
            n => format!("{n} run on this hardware"),
        },
        searching: Text = "Searching …",
        slow: Text = "The Hub is slow to answer. Still waiting …",
        load_more: Text = "Load more",
        loading_more: Text = "Loading …",
        all_loaded: Text = "That is everything the Hub found.",
        nothing: Text = "No models found.",
        nothing_hint: Text = "Try fewer or shorter words.",
        nothing_hint_filters: Text = "Try fewer or shorter words, or clear the filters.",
        nothing_runs: Text = "None of the loaded models runs on this hardware.",
        nothing_runs_hint: Text = "Load more, or look for smaller models or lower quantizations.",
        malformed: fn(u32) -> String = |n| match n {
            1 => "One result could not be read and is left out.".to_owned(),
            n => format!("{n} results could not be read and are left out."),
        },

        catalog: Text = "Starter catalog.",
        catalog_body: fn(&str, &str) -> String = |what, date| {
            format!("{what} These models come from the list that ships with the page (as of {date}). Their verdicts are real; downloads, the newest models and some precisions are missing.")
        },
        catalog_count: fn(usize) -> String = |n| match n {
            1 => "1 model of the starter catalog".to_owned(),
            n => format!("{n} models of the starter catalog"),
        },
        catalog_nothing: Text = "No models found in the starter catalog.",
        try_live: Text = "Try the live Hub again",
        kept: fn(&str) -> String = |ago| format!("Saved answer from {ago}."),
        kept_body: Text = "The Hub cannot be reached. This is its last answer.",

        parameters: fn(&str) -> String = |n| format!("{n} parameters"),
        parameters_guess: fn(&str) -> String = |n| format!("≈ {n} parameters (from the name)"),
        quantizations: fn(usize) -> String = |n| format!("{n} quantizations"),
        unstated_quantization: Text = "quantization not stated",
        downloads: fn(&str) -> String = |n| format!("{n} downloads in 30 days"),
        likes: fn(&str) -> String = |n| format!("{n} likes"),
        updated: fn(&str) -> String = |when| format!("updated {when}"),
        gated: Text = "gated",
        needs: Text = "needs",
        of: Text = "of",
        on_the_hub_size: fn(&str) -> String = |size| format!("{size} as the Hub counts"),
        machine_has: fn(&str) -> String = |memory| format!("{memory} available on this machine"),
        at_context: fn(&str) -> String = |context| format!("at {context} tokens of context"),
        low_confidence: Text = "low confidence",
        low_confidence_why: Text = "Nothing of its files was read yet, and only a model that it resembles is known.",
        download: fn(&str) -> String = |size| format!("download {size}"),
    }
}
