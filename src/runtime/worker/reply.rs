//! What went wrong at the desk, in the screen's terms.

use crate::app::Effect;
use crate::desk::error::{DeskError, StoreError};
use crate::shell::failure::{BilingualText, Failure};
use crate::shell::msg::Reply;
use crate::text::Words;

/// The desk's errors in the screen's terms. `None`: interrupted.
pub(super) fn screen_result<T>(answer: Result<T, DeskError>) -> Option<Result<T, Failure>> {
    let failure = match answer {
        Ok(answer) => return Some(Ok(answer)),
        Err(DeskError::Interrupted) => return None,
        Err(DeskError::Refused(refusal)) => Failure::Refused(refusal),
        Err(DeskError::Stale { old, new }) => Failure::Stale { old, new },
        Err(DeskError::Store(StoreError::Busy)) => Failure::Busy,
        Err(DeskError::Store(StoreError::DoneAfterAll { op })) => Failure::DoneAfterAll { op },
        Err(DeskError::Store(StoreError::NotDone { reason })) => Failure::NotDone { reason },
        Err(DeskError::Store(StoreError::Unknown { op, reason })) => Failure::Unknown { op, reason },
        Err(
            error @ (DeskError::Setup(_)
            | DeskError::NotYet { .. }
            | DeskError::Overtaken
            | DeskError::ImportCut(_)
            | DeskError::Unreadable(_)
            | DeskError::Store(
                StoreError::Missing(_)
                | StoreError::Exists(_)
                | StoreError::InUse(_)
                | StoreError::BadBackup(_)
                | StoreError::DataFile(_)
                | StoreError::Open(_)
                | StoreError::ManyNames(_)
                | StoreError::Network { .. }
                | StoreError::Replaced(_)
                | StoreError::Overwritten { .. }
                | StoreError::LogGone { .. }
                | StoreError::LogSpoiled { .. }
                | StoreError::LogLost { .. }
                | StoreError::LogMissing(_)
                | StoreError::LogOf { .. }
                | StoreError::NoPermission(_)
                | StoreError::NoSuchFile(_)
                | StoreError::LogLeft(_)
                | StoreError::NoRoom
                | StoreError::Device(_)
                | StoreError::NotOrdinary(_)
                | StoreError::BadKey(_)
                | StoreError::Foreign(_)
                | StoreError::Schema { .. }
                | StoreError::Unfinished(_)
                | StoreError::ReadOnly(_)
                | StoreError::Newer { .. }
                | StoreError::Interrupted
                | StoreError::Io { .. }
                | StoreError::Damaged(_)
                | StoreError::Sql(_),
            )),
        ) => Failure::Trouble(said(&error)),
    };
    Some(Err(failure))
}

/// What comes of an effect where there is no desk that could do it. `None`: nobody waits for an answer.
pub(super) fn refused(effect: &Effect, error: DeskError) -> Option<Reply> {
    Some(match effect {
        Effect::Ask(ticket, _) => Reply::Answered(*ticket, screen_result(Err(error))?),
        Effect::Commit { ticket, .. } | Effect::Approve { ticket, .. } => {
            Reply::Committed(*ticket, screen_result(Err(error))?)
        }
        Effect::Perform(ticket, _) => Reply::Performed(*ticket, screen_result(Err(error))?),
        Effect::WarmLists(_)
        | Effect::DropColumns
        | Effect::Stop(_)
        | Effect::StopTask(_)
        | Effect::Copy(_)
        | Effect::Mouse(_)
        | Effect::Suspend
        | Effect::Quit => return None,
    })
}

/// An error as one sentence in every language.
fn said(error: &DeskError) -> BilingualText {
    BilingualText::of(|lang| Words::new(lang).desk_error(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::plan::outcome::Refusal;
    use crate::shell::ticket::Ticket;
    use rstest::rstest;
    use uuid::Uuid;

    #[rstest]
    #[case::busy(StoreError::Busy.into(), Some(Failure::Busy))]
    #[case::refused(
        DeskError::Refused(Box::new(Refusal::NoChange)),
        Some(Failure::Refused(Box::new(Refusal::NoChange)))
    )]
    #[case::unknown(
        StoreError::Unknown { op: Uuid::nil(), reason: "EIO".to_owned() }.into(),
        Some(Failure::Unknown { op: Uuid::nil(), reason: "EIO".to_owned() })
    )]
    #[case::damaged(
        StoreError::Damaged("page 7".to_owned()).into(),
        Some(Failure::Trouble(BilingualText::of(|lang| match lang {
            Lang::En => "the data file is damaged: page 7; make no more changes, keep a copy and run `loyaltui verify`".to_owned(),
            Lang::Zh => "数据文件已损坏：page 7；请停止变更、保留副本并运行 `loyaltui verify`".to_owned(),
        })))
    )]
    #[case::interrupted(DeskError::Interrupted, None)]
    fn errors_keep_what_the_screen_can_say_about_them(#[case] error: DeskError, #[case] failure: Option<Failure>) {
        assert_eq!(screen_result::<Ticket>(Err(error)), failure.map(Err));
    }
}
