//! Commands, one line each; the work is done in the rooms beside.

use super::{back, cases, change, explain, feedback, find, leave, open, reload, scores, segments, walk, write};
use crate::app::command::Cmd;
use crate::app::effect::Effect;
use crate::app::field::TextField;
use crate::app::form::{CaseAct, DateDirection, FormKind, read_day};
use crate::app::list::{ListMove, ListState};
use crate::app::model::Model;
use crate::app::overlay::{Overlay, PaletteView};
use crate::app::pane::members::Focus;
use crate::app::panes::Pane;
use crate::app::setup::{Lang, Palette};
use crate::app::toast::Notice;

/// Does what was asked for, or says why not.
pub(super) fn run(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    if let Err(why) = model.allowed(cmd) {
        model.say(Notice::Blocked(why));
        return;
    }
    match cmd {
        Cmd::Open => enter(model, out),
        Cmd::ToList => walk::to_list(model),
        Cmd::Search => back::to_search(model),
        Cmd::Why => explain::open(model, out),
        Cmd::NextTab | Cmd::PrevTab if !model.overlays.is_empty() => explain::turn(model, cmd == Cmd::NextTab, out),
        Cmd::NextTab | Cmd::PrevTab if model.pane == Pane::Feedback => cases::turn(model, cmd == Cmd::NextTab, out),
        Cmd::NextTab | Cmd::PrevTab => walk::turn_tab(model, cmd == Cmd::NextTab),
        Cmd::NextFocus | Cmd::PrevFocus if model.pane == Pane::Feedback => cases::turn_part(model),
        Cmd::NextFocus | Cmd::PrevFocus if model.pane == Pane::Segments => {
            segments::turn_part(model, cmd == Cmd::NextFocus, out);
        }
        Cmd::NextFocus | Cmd::PrevFocus => walk::turn_focus(model, cmd == Cmd::NextFocus, out),
        Cmd::Members => show(model, Pane::Members, out),
        Cmd::Adjust => show(model, Pane::Adjust, out),
        Cmd::Segments => show(model, Pane::Segments, out),
        Cmd::Feedback => cases::open(model, out),
        Cmd::Copy => copy(model, out),
        Cmd::AsOf => model.lay(Overlay::Day { field: TextField::default(), wrong: false }),
        Cmd::Today => reload::show_day(model, None, out),
        Cmd::Accept => accept(model, out),
        Cmd::Back => back::back(model, out),
        Cmd::Quit | Cmd::QuitNow => leave::quit(model, out),
        Cmd::Suspend => leave::suspend(model, out),
        Cmd::Refresh => {
            reload::refresh(model, out);
            write::look_up(model, out);
        }
        Cmd::Palette | Cmd::Help | Cmd::Language | Cmd::Theme | Cmd::Mouse => screen(model, cmd, out),
        _ => in_segments(model, cmd, out),
    }
}

/// A pane, by its digit: nothing leads back from it.
fn show(model: &mut Model, pane: Pane, out: &mut Vec<Effect>) {
    model.pane = pane;
    model.came_from.clear();
    if pane == Pane::Adjust {
        change::replan(model, out);
    }
}

/// Commands of the segments pane.
fn in_segments(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    match cmd {
        Cmd::Filter => segments::to_box(model),
        Cmd::Complete => segments::complete(model),
        Cmd::NextEnding | Cmd::PrevEnding => segments::turn(model, cmd == Cmd::NextEnding),
        Cmd::Left | Cmd::Right => segments::sideways(model, cmd == Cmd::Right),
        Cmd::NextView | Cmd::PrevView => segments::turn_view(model, cmd == Cmd::NextView, out),
        Cmd::Sort => segments::open_sort(model),
        Cmd::Reverse => segments::reverse(model),
        Cmd::SaveFilter => segments::save(model),
        Cmd::ForgetFilter => segments::forget(model),
        Cmd::MoveDays => segments::open_days(model),
        Cmd::Export => segments::open_export(model, out),
        Cmd::Legend => segments::legend(model),
        _ => in_form(model, cmd, out),
    }
}

/// Commands about the screen itself.
fn screen(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    let chain = model.contexts();
    match cmd {
        Cmd::Palette => model.lay(Overlay::Palette(PaletteView::new(chain))),
        Cmd::Help => model.lay(Overlay::Help { chain, list: ListState::default() }),
        Cmd::Language => {
            let mut list = ListState::default();
            list.put(Lang::ALL.iter().position(|l| *l == model.setup.lang).unwrap_or(0));
            model.lay(Overlay::Language(list));
        }
        Cmd::Theme => {
            model.setup.palette = match model.setup.palette {
                Palette::Dark => Palette::Light,
                Palette::Light => Palette::Plain,
                Palette::Plain => Palette::Dark,
            };
        }
        _ => {
            model.setup.mouse = !model.setup.mouse;
            out.push(Effect::Mouse(model.setup.mouse));
            model.say(Notice::Mouse(model.setup.mouse));
        }
    }
}

/// Commands about forms, and movements.
fn in_form(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    match cmd {
        Cmd::Points => change::form(model, FormKind::Points, out),
        Cmd::Redeem => change::form(model, FormKind::Redeem, out),
        Cmd::Tier => change::form(model, FormKind::Tier, out),
        Cmd::NextForm => change::next_form(model, out),
        Cmd::Log => feedback::log(model, out),
        Cmd::CaseTake => cases::work(model, CaseAct::Take, out),
        Cmd::CaseNote => cases::work(model, CaseAct::Note, out),
        Cmd::CaseDue => cases::work(model, CaseAct::Due, out),
        Cmd::CaseResolve => cases::work(model, CaseAct::Resolve, out),
        Cmd::CaseReopen => cases::work(model, CaseAct::Reopen, out),
        Cmd::Narrow => cases::narrow(model),
        Cmd::Csv => cases::open_csv(model),
        Cmd::BreakDown => scores::break_down(model, out),
        Cmd::Period => scores::another_period(model, out),
        Cmd::Measure => scores::another_measure(model),
        Cmd::Counted => scores::open(model, out),
        Cmd::Undo => feedback::undo(model, out),
        Cmd::Freeze => change::dialog(model, FormKind::Freeze, out),
        Cmd::Unfreeze => change::dialog(model, FormKind::Unfreeze, out),
        Cmd::Close => change::dialog(model, FormKind::Close, out),
        Cmd::Merge => change::dialog(model, FormKind::Merge, out),
        Cmd::Unmerge => change::dialog(model, FormKind::Unmerge, out),
        Cmd::Erase => change::dialog(model, FormKind::Erase, out),
        Cmd::NextField | Cmd::PrevField if in_dialog(model) => segments::next_field(model, cmd == Cmd::NextField),
        Cmd::NextChoice | Cmd::PrevChoice | Cmd::Pick(1 | 2) if in_dialog(model) => segments::turn_choice(model),
        Cmd::ConfirmAnywhere if in_dialog(model) => segments::accept(model, out),
        Cmd::Walk => change::walk(model),
        Cmd::NextField | Cmd::PrevField => change::go_by(model, cmd == Cmd::NextField),
        Cmd::NextChoice => change::choose(model, |c| c.turn(true), out),
        Cmd::PrevChoice => change::choose(model, |c| c.turn(false), out),
        Cmd::Pick(n) => change::choose(model, |c| c.pick(n.into()), out),
        Cmd::Score(n) => feedback::score(model, n, out),
        Cmd::Newline | Cmd::EditorUndo | Cmd::EditorRedo => change::in_editor(model, cmd, out),
        Cmd::Confirm | Cmd::ConfirmAnywhere => write::confirm(model, out),
        _ => moves(model, cmd, out),
    }
}

/// Whether the segments pane's dialog has the keys.
fn in_dialog(model: &Model) -> bool {
    matches!(model.overlays.last(), Some(Overlay::Segments(_)))
}

fn moves(model: &mut Model, cmd: Cmd, out: &mut Vec<Effect>) {
    let step = match cmd {
        Cmd::Up => ListMove::Up,
        Cmd::Down => ListMove::Down,
        Cmd::Top => ListMove::Top,
        Cmd::Bottom => ListMove::Bottom,
        Cmd::PageUp => ListMove::PageUp,
        Cmd::PageDown => ListMove::PageDown,
        Cmd::HalfUp => ListMove::HalfUp,
        Cmd::HalfDown => ListMove::HalfDown,
        _ => return,
    };
    walk::step(model, step, out);
}

fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    if model.pane == Pane::Feedback {
        cases::enter(model, out);
        return;
    }
    if model.pane == Pane::Segments {
        if model.segments.filter.has_keys {
            segments::enter(model);
        } else {
            segments::open(model, out);
        }
        return;
    }
    match model.members.focus {
        Focus::Search => find::enter(model, out),
        Focus::List => open::row(model, out),
        Focus::File => find::survivor(model, out),
    }
}

fn copy(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(text) = model.copied() {
        out.push(Effect::Copy(text.clone()));
        model.say(Notice::Copied(text));
    }
}

/// `⏎` in the palette, in a list to choose from, in a prompt.
fn accept(model: &mut Model, out: &mut Vec<Effect>) {
    let today = model.today;
    match model.overlays.last_mut() {
        Some(Overlay::Palette(palette)) => {
            if let Some(cmd) = palette.chosen() {
                model.overlays.pop();
                run(model, cmd, out);
            }
        }
        Some(Overlay::Segments(_)) => segments::accept(model, out),
        Some(Overlay::Language(list)) => {
            let lang = Lang::ALL[list.cursor(Lang::ALL.len())];
            model.setup.lang = lang;
            model.overlays.pop();
            model.say(Notice::Language(lang));
        }
        Some(Overlay::Csv(_)) => cases::write_csv(model, out),
        Some(Overlay::Narrow { options, list }) => {
            if let Some(to) = options.get(list.cursor(options.len())).cloned() {
                model.overlays.pop();
                cases::narrowed(model, to, out);
            }
        }
        Some(Overlay::Day { field, wrong }) => match read_day(field.text(), today, DateDirection::Past) {
            Some(day) if day <= today => {
                model.overlays.pop();
                reload::show_day(model, (day < today).then_some(day), out);
            }
            _ => *wrong = true,
        },
        _ => {}
    }
}
