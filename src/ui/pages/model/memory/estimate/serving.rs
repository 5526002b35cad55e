//! The estimate of the engines that load Safetensors: ranges with what they rest on.

use yew::prelude::*;

use super::bars::{percent, position};
use crate::domain::assess::{Served, runner_on};
use crate::domain::estimate::serving::{Amount, DeviceMemory, Engine, PartKind, Reach, ServingVerdict};
use crate::domain::estimate::subject::ConfigSubject;
use crate::domain::machine::hardware::Hardware;
use crate::domain::run::settings::{Estimator, RunSettings, estimator};
use crate::ui::figures;
use crate::ui::messages::t;

/// What the engine that the settings choose needs of a model, or the engine that has no memory to run in on this machine.
pub fn served(
    subject: &ConfigSubject,
    settings: RunSettings,
    hardware: &Hardware,
) -> Option<Result<Served, Engine>> {
    let runner = runner_on(subject.format, hardware, &settings)?;
    let Estimator::Serving(engine) = estimator(runner, subject.format) else {
        return None;
    };
    let weights = subject.weights.stored();
    Some(Served::of(
        runner,
        engine,
        &subject.config,
        weights,
        settings,
        hardware,
    ))
}

const fn part_key(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Weights => "weights",
        PartKind::KvCache => "kv-cache",
        PartKind::RecurrentState => "state",
        PartKind::Activations | PartKind::CacheGrowth => "compute",
        PartKind::PromptCache => "projector",
        PartKind::Runtime | PartKind::CudaGraphs => "overhead",
    }
}

fn amount(amount: Amount) -> String {
    if amount.low == amount.high {
        figures::size(amount.likely)
    } else {
        (t::memory().range)(
            &figures::size(amount.likely),
            &figures::size(amount.low),
            &figures::size(amount.high),
        )
    }
}

/// The verdict, the bar, the parts with what they rest on, and how far it goes.
pub fn serving_html(serving: &Served) -> Html {
    let text = t::memory();
    let estimate = &serving.estimate;
    let (capacity, name) = match serving.memory {
        DeviceMemory::Devices { bytes, count } => (bytes, (text.each_device)(count)),
        DeviceMemory::Unified { bytes } => (bytes, text.unified.to_owned()),
    };
    let (key, words) = verdict(estimate.verdict);
    let needed = serving.sum(|_| true);
    let extent = capacity.max(needed.high);
    let at = |bytes: u64| position(bytes, extent);
    let mut start = 0;
    let mut rects = Vec::new();
    for part in &estimate.parts {
        let end = u64::saturating_add(start, part.bytes.likely);
        let class = format!("memory-part memory-part--{}", part_key(part.kind));
        rects.push(html! { <rect {class} x={percent(at(start))} width={percent(at(end).saturating_sub(at(start)))} y="0" height="100%" /> });
        start = end;
    }
    html! {
        <div class="memory-serving">
            <p class="memory-verdict" data-fit={key}>
                <strong>{ words }</strong>{ " " }
                <strong data-quantity="detailed-memory" data-bytes={serving.needed().likely.to_string()}>{ amount(serving.needed()) }</strong>
                { " " }{ text.needed_likely }
            </p>
            <div class="memory-bar">
                <p class="memory-bar__head">
                    <strong>{ &name }</strong>
                    <span class="memory-bar__sum">{ (text.bar_sum)(&figures::size(needed.likely), &figures::size(capacity)) }</span>
                    <span class="memory-bar__left">{ (text.budget)(serving.engine.name(), &amount(estimate.budget)) }</span>
                </p>
                <svg class="bar bar--large" role="img" aria-label={(text.bar)(&name, &figures::size(needed.likely), &figures::size(capacity), "")} focusable="false">
                    <rect class="memory-part--free" x="0" y="0" width={percent(at(capacity))} height="100%" rx="2" />
                    { for rects }
                    <rect class="memory-range" x={percent(at(needed.low))} width={percent(at(needed.high).saturating_sub(at(needed.low)))} y="75%" height="25%" />
                    <line class="memory-bar__end" x1={percent(at(estimate.budget.likely))} x2={percent(at(estimate.budget.likely))} y1="-3" y2="31" />
                </svg>
            </div>
            <div class="table-scroll" tabindex="0" role="group" aria-label={text.table}>
                <table class="memory-table">
                    <caption class="sr-only">{ text.table }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ text.column_part }</th>
                            <th scope="col" class="number">{ text.likely }</th>
                            <th scope="col" class="number">{ text.from_to }</th>
                            <th scope="col">{ text.rests_on }</th>
                        </tr>
                    </thead>
                    <tbody>
                        { for estimate.parts.iter().map(|part| html! {
                            <tr key={(text.serving_part)(part.kind)} data-quantity="detailed-memory" data-part={part_key(part.kind)} data-bytes={part.bytes.likely.to_string()}>
                                <th scope="row">
                                    <span class={classes!("bar-legend__swatch", format!("memory-part--{}", part_key(part.kind)))}></span>
                                    { (text.serving_part)(part.kind) }
                                </th>
                                <td class="number">{ figures::size_aligned(part.bytes.likely) }</td>
                                <td class="number">{ range(part.bytes) }</td>
                                <td>{ (text.basis)(part.basis) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
            <ul class="memory-doubts">
                <li key="context">{ (text.serving_context)(&reach(estimate.context)) }</li>
                <li key="requests">{ (text.serving_requests)(&reach(estimate.requests)) }</li>
                if !estimate.heads_divide {
                    <li key="heads">{ (text.heads)(serving.engine.name()) }</li>
                }
                if serving.engine.reserves() {
                    <li key="reserves">{ (text.reserves)(serving.engine.name()) }</li>
                }
            </ul>
        </div>
    }
}

fn range(amount: Amount) -> String {
    if amount.low == amount.high {
        return "–".to_owned();
    }
    format!(
        "{} – {}",
        figures::size_aligned(amount.low),
        figures::size_aligned(amount.high)
    )
}

fn reach(reach: Reach) -> String {
    let number = figures::integer;
    (t::memory().reach_range)(
        &number(reach.likely),
        &number(reach.certain),
        &number(reach.at_best),
        reach.likely == 0,
    )
}

fn verdict(verdict: ServingVerdict) -> (&'static str, String) {
    let text = t::memory();
    let gb = figures::size;
    match verdict {
        ServingVerdict::Fits { spare } => ("fits", (text.serving_fits)(&gb(spare))),
        ServingVerdict::Tight { missing_at_worst, .. } => {
            ("tight", (text.serving_tight)(&gb(missing_at_worst)))
        }
        ServingVerdict::DoesNotFit { missing } => ("no", (text.serving_no)(&gb(missing))),
    }
}
