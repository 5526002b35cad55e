//! Memory against context: what lies below the line of the machine's memory fits.

use std::rc::Rc;

use yew::prelude::*;

use super::bars::{percent, position};
use super::context_control::short_tokens;
use super::survey::{Question, Survey};
use crate::domain::estimate::subject::Subject;
use crate::domain::estimate::{GpuLayers, HostExperts, Run, Wish};
use crate::ui::figures;
use crate::ui::messages::t;

/// Points of a curve besides its beginning.
const POINTS: u64 = 24;

/// Context, weights, caches and states, and all of it.
type Point = (u64, u64, u64, u64);

/// The sums along the context.
#[derive(PartialEq)]
pub struct Curve {
    longest: u64,
    points: Vec<Point>,
}

/// The curve of a question, whatever its context. All layers are taken to lie together, so that the line has no steps of
/// its own; each point is one sum.
pub fn curve(question: &Question) -> Option<Curve> {
    let Subject::Gguf(subject) = &*question.subject else {
        return None;
    };
    let longest = question.longest();
    let has_devices = !question.memories.devices.is_empty();
    let points = (0..=POINTS).filter_map(|n| {
        let context = (longest.saturating_mul(n) / POINTS).max(256);
        let run = Run {
            wish: Wish {
                layers: GpuLayers::Count(if has_devices { u64::MAX } else { 0 }),
                host_experts: HostExperts::First(0),
            },
            ..question.run_at(subject, context)
        };
        let placed = run.place(&question.memories).ok()?;
        let loads = || placed.devices.iter().chain([&placed.host]);
        let sum =
            |part: fn(&crate::domain::estimate::Load) -> u64| loads().map(part).fold(0, u64::saturating_add);
        let weights = sum(|load| load.parts.weights);
        let context_bytes = sum(|load| load.parts.context());
        Some((context, weights, context_bytes, placed.needed()))
    });
    let points: Vec<_> = points.collect();
    (points.len() > 2).then_some(Curve { longest, points })
}

/// Draws the curve.
pub fn curve_figure(curve: Option<&Rc<Curve>>, question: &Question, survey: &Survey, context: u64) -> Html {
    let text = t::memory();
    let Some(curve) = curve else {
        return html! { <div></div> };
    };
    let memories = &question.memories;
    let on_devices = memories
        .devices
        .iter()
        .fold(0, |sum: u64, device| sum.saturating_add(device.free));
    let all = if memories.is_unified {
        memories.system
    } else {
        on_devices.saturating_add(memories.system)
    };
    let most = curve.points.iter().map(|(.., sum)| *sum).max().unwrap_or(0);
    // A limit far above the curve would only flatten it.
    let is_near = |limit: u64| limit > 0 && limit <= most.saturating_mul(5) / 2;
    let limits: Vec<(u64, &'static str)> = [
        (
            on_devices,
            if memories.is_unified {
                text.line_share
            } else {
                text.line_devices
            },
        ),
        (all, text.line_all),
    ]
    .into_iter()
    .filter(|(limit, name)| is_near(*limit) && (*name != text.line_all || *limit != on_devices))
    .collect();
    let top = limits
        .iter()
        .map(|(limit, _)| *limit)
        .chain([most])
        .max()
        .unwrap_or(1);
    let top = top.saturating_add(top / 12);
    let x = |context: u64| position(context, curve.longest);
    let y = |bytes: u64| 10_000_u64.saturating_sub(position(bytes, top));
    let area = |upper: &dyn Fn(&Point) -> u64| {
        let mut path = format!(
            "M0 10000L0 {}",
            curve.points.first().map_or(10_000, |point| y(upper(point)))
        );
        for point in &curve.points {
            path.push_str(&format!("L{} {}", x(point.0), y(upper(point))));
        }
        path.push_str("L10000 10000Z");
        path
    };
    let marks = [
        (survey.largest_on_devices, "memory-curve__mark"),
        (
            survey
                .largest
                .filter(|largest| Some(*largest) != survey.largest_on_devices),
            "memory-curve__mark memory-curve__mark--all",
        ),
    ];
    html! {
        <figure class="memory-curve">
            <figcaption><h3>{ text.curve_title }</h3></figcaption>
            <div class="memory-curve__plot">
                <svg viewBox="0 0 10000 10000" preserveAspectRatio="none" role="img" aria-label={reach_words(question, survey)} focusable="false">
                    <path class="memory-curve__rest" d={area(&|point| point.3)} />
                    <path class="memory-curve__context" d={area(&|point| point.1.saturating_add(point.2))} />
                    <path class="memory-curve__weights" d={area(&|point| point.1)} />
                    { for limits.iter().map(|(limit, name)| html! {
                        <line key={*name} class="memory-curve__limit" x1="0" x2="10000" y1={y(*limit).to_string()} y2={y(*limit).to_string()} />
                    }) }
                    { for marks.iter().map(|(at, class)| {
                        let at = at.map(x);
                        let at_text = at.unwrap_or(0).to_string();
                        html! { <line class={if at.is_some() { *class } else { "" }} x1={at_text.clone()} x2={at_text} y1="0" y2="10000" /> }
                    }) }
                    <line class="memory-curve__now" x1={x(context).to_string()} x2={x(context).to_string()} y1="0" y2="10000" />
                </svg>
                { for limits.iter().map(|(limit, name)| html! {
                    <span key={*name} class="memory-curve__label" style={format!("inset-block-start: {}", percent(y(*limit)))}>
                        { *name }{ " " }{ figures::size(*limit) }
                    </span>
                }) }
            </div>
            <p class="memory-curve__axis" aria-hidden="true">
                { for (0..=4_u64).map(|n| html! { <span key={n}>{ if n == 0 { "0".to_owned() } else { short_tokens(curve.longest * n / 4) } }</span> }) }
            </p>
            <p class="bar-legend">
                <span><span class="bar-legend__swatch memory-part--weights"></span>{ text.curve_weights }</span>
                <span><span class="bar-legend__swatch memory-part--kv-cache"></span>{ text.curve_context }</span>
                <span><span class="bar-legend__swatch memory-part--compute"></span>{ text.curve_rest }</span>
                <span><span class="bar-legend__swatch memory-curve__now-swatch"></span>{ (text.curve_now)(&figures::integer(context)) }</span>
            </p>
            <p data-quantity="largest-context" data-tokens={survey.largest.unwrap_or(0).to_string()} aria-busy={(!survey.is_done).to_string()}>
                { reach_words(question, survey) }
            </p>
        </figure>
    }
}

/// How far the context goes, in words.
pub fn reach_words(question: &Question, survey: &Survey) -> String {
    let text = t::memory();
    if survey.stops.is_empty() {
        return text.working.to_owned();
    }
    let longest = question.longest();
    let tokens = |context: u64| figures::integer(context);
    let has_devices = !question.memories.devices.is_empty();
    match (has_devices, survey.largest_on_devices, survey.largest) {
        (true, Some(context), _) if context >= longest => (text.reach_devices_whole)(&tokens(longest)),
        (true, Some(context), Some(all)) if all > context => {
            (text.reach_both)(&tokens(context), &tokens(all))
        }
        (true, Some(context), _) => (text.reach_devices)(&tokens(context)),
        (true, None, Some(all)) => (text.reach_system)(&tokens(all)),
        (false, _, Some(all)) if all >= longest => (text.reach_whole)(&tokens(longest)),
        (false, _, Some(all)) => (text.reach)(&tokens(all)),
        (_, _, None) => text.reach_none.to_owned(),
    }
}
