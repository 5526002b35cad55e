//! The memory bar: one picture that carries the whole product.
//!
//! The track is *my* memory: GPU, then system memory, then the hatched reserve (on unified memory: what the GPU
//! reaches, then the rest). On it lies what the model needs, and the verdict is where that ends.

use yew::prelude::*;

use crate::domain::assess::Assessment;
use crate::domain::machine::hardware::AvailableMemory;
use crate::ui::figures;
use crate::ui::messages::t;

/// A position on the bar in hundredths of a percent.
type Position = u64;

/// What lies on the bar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BarNeed {
    /// Bytes.
    pub bytes: u64,
    /// Whether it fits: what a program can use may be less than the whole bar.
    pub fits: bool,
}

impl BarNeed {
    /// What a variant needs.
    pub fn of(assessment: &Assessment) -> Option<Self> {
        Some(Self {
            bytes: assessment.required()?,
            fits: assessment.placement().is_some(),
        })
    }

    /// What the Standard rule asks for.
    pub fn of_rule(bytes: u64, memory: AvailableMemory) -> Self {
        Self {
            bytes,
            fits: bytes <= memory.available,
        }
    }
}

/// The end of the bar.
const END: Position = 10_000;

/// The small bar. It stands beside its numbers, so assistive technology passes over it.
pub fn small_memory_bar(memory: AvailableMemory, need: Option<BarNeed>) -> Html {
    html! {
        <svg class="bar" aria-hidden="true" focusable="false">{ drawing(memory, need) }</svg>
    }
}

/// The large bar with its name for assistive technology and its legend.
pub fn large_memory_bar(memory: AvailableMemory, need: Option<BarNeed>) -> Html {
    let available = figures::size(memory.available);
    let name = need.map_or_else(
        || (t::verdict().bar_without_need)(&available),
        |need| (t::verdict().bar)(&figures::size(need.bytes), &available),
    );
    html! {
        <div>
            <svg class="bar bar--large" role="img" aria-label={name} focusable="false">{ drawing(memory, need) }</svg>
            { legend(memory, need) }
        </div>
    }
}

fn drawing(memory: AvailableMemory, need: Option<BarNeed>) -> Html {
    let total = memory.total_gpu.saturating_add(memory.system);
    let at = |bytes: u64| position(bytes, total);
    let gpu_end = at(memory.gpu_reach);
    let available_end = at(memory.available);
    let need_class = if is_over(need) {
        "bar__need bar__need--over"
    } else {
        "bar__need"
    };
    // A need that is tiny beside a large machine still shows.
    let need_end = need.map_or(0, |need| at(need.bytes).max(40));
    let end_class = if need.is_some_and(|need| need.bytes > total) {
        "bar__end"
    } else {
        ""
    };
    html! {
        <>
            { part("bar__gpu", 0, gpu_end, "0", "100%") }
            { part("bar__system", gpu_end, available_end, "0", "100%") }
            { part("bar__reserve", available_end, END, "0", "100%") }
            { boundary(gpu_end) }
            { part(need_class, 0, need_end, "25%", "50%") }
            <line class={end_class} x1="100%" x2="100%" y1="0" y2="100%" />
        </>
    }
}

fn is_over(need: Option<BarNeed>) -> bool {
    need.is_some_and(|need| !need.fits)
}

/// The hatch of the reserve, once for the whole document.
pub fn hatch() -> Html {
    html! {
        <svg width="0" height="0" style="position: absolute" aria-hidden="true" focusable="false">
            <defs>
                <pattern id="ll-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect width="5" height="5" style="fill: var(--ll-color-bar-system)" />
                    <rect width="1.6" height="5" style="fill: var(--ll-color-bar-reserve)" />
                </pattern>
            </defs>
        </svg>
    }
}

fn legend(memory: AvailableMemory, need: Option<BarNeed>) -> Html {
    let rest = memory.available.saturating_sub(memory.gpu_reach);
    let gpu_name = if memory.is_unified {
        t::verdict().legend_unified
    } else {
        t::verdict().legend_gpu
    };
    let need_color = if is_over(need) {
        "--ll-color-bar-over"
    } else {
        "--ll-color-bar-need"
    };
    let entries = [
        need.map(|need| (need_color, t::verdict().legend_need, need.bytes)),
        Some(("--ll-color-bar-gpu", gpu_name, memory.gpu_reach)),
        Some(("--ll-color-bar-system", t::verdict().legend_system, rest)),
        Some((
            "--ll-color-bar-reserve",
            t::verdict().legend_reserve,
            memory.reserved_system,
        )),
    ];
    let entries = entries.into_iter().flatten().filter(|(.., bytes)| *bytes > 0);
    html! {
        <p class="bar-legend">
            { for entries.map(|(color, name, bytes)| html! {
                <span key={name}>
                    <span class="bar-legend__swatch" style={format!("background: var({color})")}></span>
                    { name }{ " " }{ figures::size(bytes) }
                </span>
            }) }
        </p>
    }
}

/// A stretch of the bar; nothing is drawn for an empty one.
fn part(class: &'static str, start: Position, end: Position, y: &'static str, height: &'static str) -> Html {
    let width = end.saturating_sub(start);
    html! { <rect {class} x={percent(start)} {y} width={percent(width)} {height} rx="2" /> }
}

/// A fine line where GPU memory ends.
fn boundary(at: Position) -> Html {
    let is_inside = at > 0 && at < END;
    let stroke = if is_inside { "bar__edge" } else { "" };
    html! { <line class={stroke} x1={percent(at)} x2={percent(at)} y1="0" y2="100%" /> }
}

fn position(bytes: u64, total: u64) -> Position {
    if total == 0 {
        return if bytes > 0 { END } else { 0 };
    }
    let hundredths = u128::from(bytes) * u128::from(END) / u128::from(total);
    u64::try_from(hundredths).unwrap_or(END).min(END)
}

fn percent(position: Position) -> String {
    format!("{}.{:02}%", position / 100, position % 100)
}
