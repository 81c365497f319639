//! What the desk in memory writes that is no change of a member.

use super::{FakeDesk, PIN, audited, brought, refused};
use crate::domain::export::Export;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::plan::outcome::Refusal;
use crate::domain::staff::pin::Pin;
use crate::shell::effect::Task;
use crate::shell::failure::Failure;
use crate::shell::msg::TaskResult;

impl FakeDesk {
    /// The profile of a member; refused where there is none.
    pub(super) fn profile_of(&self, member: MemberId) -> Result<Profile, Failure> {
        let unknown = || Failure::Refused(Box::new(Refusal::UnknownMember { member_no: member.0.to_string() }));
        self.files.get(&member).map(|(_, profile)| profile.clone()).ok_or_else(unknown)
    }

    pub(super) fn perform(&mut self, task: Task) -> Result<TaskResult, Failure> {
        match task {
            Task::Export { export: Export::Feedback(_), path } if path.starts_with("taken") => {
                Ok(TaskResult::FileExists(path))
            }
            Task::Export { export: Export::Care(list), path } => {
                Ok(TaskResult::MembersExported { path, rows: self.care(&list).total })
            }
            Task::Export { export: Export::Feedback(list), path } => {
                Ok(TaskResult::FeedbackExported { path, rows: self.feedback(&list.filter, usize::MAX).1 })
            }
            Task::SignCheckpoint { path } if path.starts_with("taken") => Ok(TaskResult::FileExists(path)),
            Task::SignCheckpoint { path } => {
                Ok(TaskResult::CheckpointSigned { path, key: "loyaltui/1/1+2+3".to_owned() })
            }
            Task::Reveal { member, .. } => {
                self.profile_of(member).map(|profile| TaskResult::Revealed(Box::new(profile)))
            }
            Task::Audit(intent) => Ok(audited::record(self, &intent)),
            Task::Unlock(pin) if pin == Pin::typed(PIN) => Ok(TaskResult::Unlocked),
            Task::Unlock(_) => Err(refused(Refusal::WrongPin { left: 4 })),
            Task::Import(plan) => Ok(TaskResult::Imported(Box::new(brought::tally(&plan)))),
            task => self.segments.perform(task),
        }
    }
}
