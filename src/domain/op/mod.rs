//! The operations: one room each, and the one table that registers them.
//!
//! A room holds everything that is special to its operation: the fields of its intent, the reason codes it takes, what must be
//! looked up for it, its plan, how it is reversed, the kinds of facts and events that both may write, and how it describes itself
//! to documents and sentences. A line of the table below registers it. From that line come the [`Intent`], the kind with its
//! stored number and word ([`kind`]), the dispatch of planning and of reversals, the names of its words (`op.WORD`, `cli.do.WORD`,
//! `done.WORD`, `irreversible.WORD`), and the tests that hold all of this.

/// Calls the macro named with every operation, in the order of the stored numbers: `room: Intent => Kind = number "word"`.
/// A room without an intent is planned in another way (an import, an export); an intent may be filed under several kinds. The
/// number and the word are stored in files and never change.
macro_rules! operations {
    ($with:ident) => {
        $with! {
            apply_program: ApplyProgram => Program = 1 "program";
            import: => Import = 2 "import";
            enrol: Enrol => Enrol = 3 "enrol";
            edit: Edit => Edit = 4 "edit";
            adjust: Adjust => Adjust = 5 "adjust";
            redeem: Redeem => Redeem = 6 "redeem";
            tier_override: Override => Override = 7 "override";
            set_status: SetStatus => Freeze = 8 "freeze", Unfreeze = 9 "unfreeze", Close = 10 "close";
            merge: Merge => Merge = 11 "merge";
            unmerge: Unmerge => Unmerge = 12 "unmerge";
            erase: Erase => Erase = 13 "erase";
            undo: Undo => Undo = 14 "undo";
            export: => Export = 15 "export";
            log_feedback: LogFeedback => Feedback = 16 "feedback";
            change_case: ChangeCase => Case = 17 "case";
            join: => Join = 18 "join";
            void_purchase: VoidPurchase => Void = 19 "void";
            move_purchase: MovePurchase => Move = 20 "move";
            accept_clock: AcceptClock => AcceptClock = 21 "clock";
            log_contact: LogContact => Contact = 22 "contact";
            change_operator: ChangeOperator => Operator = 23 "operator";
            propose: Propose => Propose = 24 "propose";
            answer_request: AnswerRequest => Reject = 25 "reject", Withdraw = 29 "withdraw";
            reveal: Reveal => Reveal = 26 "reveal";
            acknowledge_alert: AcknowledgeAlert => Acknowledge = 28 "acknowledge";
            sign_review: SignReview => Review = 30 "review";
            change_sample: ChangeSample => Sample = 31 "sample";
            accept_log: AcceptLog => AcceptLog = 32 "accept_log";
        }
    };
}

mod accept_clock;
mod accept_log;
mod acknowledge_alert;
pub mod adjust;
pub mod answer_request;
mod apply_program;
mod change_case;
mod change_operator;
mod change_sample;
mod edit;
mod enrol;
mod erase;
mod export;
pub mod import;
mod join;
pub mod kind;
mod log_contact;
pub mod log_feedback;
mod merge;
mod move_purchase;
pub mod plannable;
mod redeem;
pub mod reveal;
mod set_status;
mod sign_review;
#[cfg(test)]
mod tests;
mod tier_override;
mod undo;
mod unmerge;
mod void_purchase;
pub mod voided;
mod writes;

use super::num::MemberId;
use super::plan::context::PlanContext;
use super::plan::draft::PlanBody;
use super::plan::lookup::Lookup;
use super::plan::outcome::Refusal;
use kind::OpKind;
use plannable::{FieldValue, Plannable};
use serde::{Deserialize, Serialize};
use writes::Writes;

/// Makes the intent of the table's lines, and hands each question on to the room that answers it.
macro_rules! intents {
    ($($room:ident: $($Intent:ident)? => $($Kind:ident = $code:literal $word:literal),+;)+) => {
        $($(pub use $room::$Intent;)?)+

        /// A wished-for change, with everything that was said about it. Its JSON is stored in the operation's secret.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "intent", rename_all = "snake_case")]
        pub enum Intent {
            $($(
                #[doc = concat!("See [`", stringify!($Intent), "`].")]
                $Intent($Intent),
            )?)+
        }

        $($(
            impl From<$Intent> for Intent {
                fn from(wish: $Intent) -> Self {
                    Self::$Intent(wish)
                }
            }
        )?)+

        impl OpKind {
            /// What the plans of its room may write.
            pub(super) fn writes(self) -> &'static Writes {
                match self {
                    $($(Self::$Kind)|+ => &$room::WRITES,)+
                }
            }
        }

        impl Intent {
            /// The same with notes, references and rewards trimmed, blank ones left out: the form in which intents are kept
            /// and compared. A profile stays as it was said; the plan holds what becomes of it.
            #[must_use]
            pub fn tidied(self) -> Self {
                match self {
                    $($(Self::$Intent(wish) => Self::$Intent(wish.tidied()),)?)+
                }
            }

            /// What the operation it becomes does, as the journal files it.
            pub fn kind(&self) -> OpKind {
                match self {
                    $($(Self::$Intent(wish) => wish.kind(),)?)+
                }
            }

            /// The member that the operation is filed under where that is not the first one its plan touches.
            pub fn main_member(&self) -> Option<MemberId> {
                match self {
                    $($(Self::$Intent(wish) => wish.main_member(),)?)+
                }
            }

            /// The reason code given.
            pub fn reason(&self) -> Option<&str> {
                match self {
                    $($(Self::$Intent(wish) => wish.reason(),)?)+
                }
            }

            /// The member whose file changes, where it may have gone on in another's since the change was wished for.
            pub fn member_mut(&mut self) -> Option<&mut MemberId> {
                match self {
                    $($(Self::$Intent(wish) => wish.member_mut(),)?)+
                }
            }

            /// The reason codes that its operation takes.
            #[cfg(test)]
            pub(crate) fn reasons(&self) -> crate::domain::plan::words::ReasonCodes {
                match self {
                    $($(Self::$Intent(_) => $Intent::REASONS,)?)+
                }
            }

            /// The fields by the names that documents and sentences have for them, in the order of documents.
            pub fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
                match self {
                    $($(Self::$Intent(wish) => wish.fields(),)?)+
                }
            }

            /// Loads what the plan is made from.
            pub(super) fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
                match self {
                    $($(Self::$Intent(wish) => wish.look_up(file, context),)?)+
                }
            }

            /// What it would do, or why it can't be done.
            pub(super) fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
                match self {
                    $($(Self::$Intent(wish) => wish.plan(context),)?)+
                }
            }

            /// One of each, every field filled.
            #[cfg(test)]
            pub(crate) fn examples() -> Vec<Self> {
                vec![$($($Intent::example().into(),)?)+]
            }
        }
    };
}

operations!(intents);

/// What is asked for where it needs a second person. It is the one operation that holds another, so it stands beside the table of all.
pub mod propose {
    use super::Intent;
    use super::kind::OpKind;
    use super::plannable::{FieldValue, Plannable};
    use super::writes::{Writes, writes};
    use crate::domain::approval_request::ApprovalRequest;
    use crate::domain::approval_request::change::RequestChange;
    use crate::domain::desk_event::DeskEventKind;
    use crate::domain::num::MemberId;
    use crate::domain::plan::context::{PlanContext, Reversal};
    use crate::domain::plan::draft::{PlanBody, PlanDraft};
    use crate::domain::plan::lookup::Lookup;
    use crate::domain::plan::outcome::Refusal;
    use crate::domain::plan::words::{ReasonCodes, bad};
    use serde::{Deserialize, Serialize};

    pub(super) const WRITES: Writes = writes!(facts: [], events: []);

    /// Somebody asks for a change that another has to approve. Nothing of it happens before.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Propose {
        /// The change.
        pub change: Box<Intent>,
    }

    impl Plannable for Propose {
        const REASONS: ReasonCodes = ReasonCodes::OfProgramOrNone;

        fn tidied(self) -> Self {
            Self { change: Box::new(self.change.tidied()) }
        }

        fn kind(&self) -> OpKind {
            OpKind::Propose
        }

        fn main_member(&self) -> Option<MemberId> {
            self.change.main_member()
        }

        fn reason(&self) -> Option<&str> {
            self.change.reason()
        }

        fn fields(&self) -> Vec<(&'static str, FieldValue<'_>)> {
            let act = ("act", FieldValue::Text(Some(self.change.kind().word())));
            std::iter::once(act).chain(self.change.fields()).collect()
        }

        fn look_up<L: Lookup>(&self, file: &L, context: &mut PlanContext<'_>) -> Result<(), L::Error> {
            self.change.look_up(file, context)
        }

        /// Whoever asks sees what the change would do now.
        fn plan(&self, context: &PlanContext<'_>) -> Result<PlanBody, Refusal> {
            let act = self.change.kind();
            if !act.can_be_proposed() {
                return Err(Refusal::NotProposable { kind: act.word().to_owned() });
            }
            let body = self.change.plan(context)?;
            let until = context.today().plus_days(i64::from(context.program().approval.days));
            let member = self.change.main_member().or_else(|| context.members.first().map(|one| one.history.member));
            let made = RequestChange::Made {
                by: context.operator.name.clone(),
                act,
                member,
                points: body.points_by_hand(),
                until,
            };
            let id = context.op_id;
            let key = ApprovalRequest::key_of(id).ok_or_else(|| bad("proposal", &id.to_string(), "UUID"))?;
            Ok(body.proposed(key, DeskEventKind::Proposal(made), until))
        }

        #[cfg(test)]
        fn example() -> Self {
            Self { change: Box::new(crate::domain::op::Adjust::example().into()) }
        }
    }

    /// What was asked for is withdrawn, or rejected: both say who did it.
    pub(super) fn reverse(_: PlanDraft<'_>, _: &PlanContext<'_>, reversal: &Reversal) -> Result<PlanBody, Refusal> {
        Err(reversal.irreversible())
    }
}
