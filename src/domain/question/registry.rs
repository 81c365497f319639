//! One line a question: its file and struct, the type of its answer, which thread of the console serves it, and where it has
//! one the field that names the past day asked about.

use super::feedback::{CaseCounts, FeedbackRows};
use super::journal::{ClockReport, OperationPage, OperationProof, ProgramInForce};
use super::operators::OperatorRecord;
use super::plans::UndoPlan;
use super::requests::{ApprovalPlan, RequestSheet};
use super::segments::MemberValuePage;
use crate::domain::activation::Activation;
use crate::domain::alert_list::AlertList;
use crate::domain::approval_request::RequestRow;
use crate::domain::audit_review::ReviewReport;
use crate::domain::care::CareList;
use crate::domain::day::Day;
use crate::domain::drawn_sample::{SampleDraw, SampleSheet};
use crate::domain::feedback::{Case, ScoreReport};
use crate::domain::given_model::GivenPage;
use crate::domain::import::intake::{ExploredFile, FileProblem, ImportTally};
use crate::domain::lost::LostReport;
use crate::domain::member::Profile;
use crate::domain::num::MemberId;
use crate::domain::operation::OperationRow;
use crate::domain::overview::{Overview, PointsOverview};
use crate::domain::plan::Plan;
use crate::domain::program::Programs;
use crate::domain::query::KnownPlaces;
use crate::domain::read_models::{Explanation, Found, MemberRecord};
use crate::domain::segment_views::{Board, Cohorts, MemberPage, SavedFilter, Transitions, Trend};
use crate::domain::value::{FittedModels, MemberValue};
use crate::domain::verification::{Checkpoint, VerifyReport};
use std::fmt::Debug;
use uuid::Uuid;

/// A question: plain data that says everything the answer depends on but the time and who asks.
pub trait Question: Clone + Debug + PartialEq + Into<AnyQuestion> {
    /// The type of the answer.
    type Answer: Clone + Debug + PartialEq;

    /// The lane in which a newer question of this kind overtakes an older one.
    const LANE: Lane;

    /// The past day that is asked about; `None` where the question knows no day, or means today.
    fn as_of(&self) -> Option<Day>;

    /// The answer, taken out of one that may answer anything; `None` where it answers another question.
    fn answer_from(any: AnyAnswer) -> Option<Self::Answer>;
}

/// Which thread of the console serves a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServedBy {
    /// The readers for what has to be there at once.
    Readers,
    /// The one reader that keeps columns of everybody in memory, where long scans are in nobody else's way.
    ColumnsReader,
    /// The writer, so that the answer comes after what was written before, and is never dropped.
    Writer,
}

/// Hands the line of every question to another macro.
macro_rules! questions {
    ($apply:ident) => {
        $apply! {
            members::FindMembers => Found, Readers;
            members::FindMemberByNo => MemberId, Readers;
            members::OpenMember => Box<MemberRecord>, Readers, as_of;
            members::ReadProfile => Box<Profile>, Readers;
            members::ExplainMember => Box<Explanation>, Readers, as_of;
            members::ListStores => KnownPlaces, Readers;
            members::ValueMember => Option<Box<MemberValue>>, Readers, as_of;

            plans::PlanChange => Box<Plan>, Readers;
            plans::PlanUndo => Option<Box<UndoPlan>>, Readers;

            feedback::ListFeedback => FeedbackRows, Readers, list.as_of;
            feedback::OpenCase => Option<Box<Case>>, Readers, as_of;
            feedback::CountCases => CaseCounts, Readers;
            feedback::ScoreFeedback => Box<ScoreReport>, Readers;
            feedback::ListResponses => FeedbackRows, Readers;

            segments::ShowBoard => Box<Board>, ColumnsReader, as_of;
            segments::ListSavedFilters => Vec<SavedFilter>, ColumnsReader, as_of;
            segments::ShowTrend => Trend, ColumnsReader, as_of;
            segments::ShowCohorts => Cohorts, ColumnsReader, as_of;
            segments::ShowTransitions => Transitions, ColumnsReader;
            segments::ShowModels => Box<FittedModels>, ColumnsReader, as_of;
            segments::FitModels => Box<FittedModels>, ColumnsReader, as_of;
            segments::ListMembers => MemberPage, ColumnsReader, list.as_of;
            segments::CountMembers => u64, ColumnsReader, as_of;
            segments::ListMemberValues => Box<MemberValuePage>, ColumnsReader, list.as_of;
            segments::ValueGiven => Box<GivenPage>, ColumnsReader, list.as_of;

            overview::ShowOverview => Box<Overview>, ColumnsReader, as_of;
            overview::ShowPoints => Box<PointsOverview>, ColumnsReader, as_of;
            overview::ShowAlerts => Box<AlertList>, ColumnsReader, as_of;
            overview::ShowActivation => Box<Activation>, ColumnsReader, as_of;
            overview::ShowLost => Box<LostReport>, ColumnsReader, as_of;
            overview::ListCare => Box<CareList>, ColumnsReader;

            imports::ExamineFile => Box<Result<ExploredFile, FileProblem>>, Readers;
            imports::TryImport => Box<ImportTally>, ColumnsReader;

            journal::ListOperations => OperationPage, Readers;
            journal::FindOperation => Box<OperationRow>, Readers;
            journal::FindOperationAt => Option<Uuid>, Readers;
            journal::IsRecorded => bool, Writer;
            journal::ReadCheckpoint => Option<Checkpoint>, Readers;
            journal::ProveOperation => Box<OperationProof>, Readers;
            journal::VerifyFile => Box<VerifyReport>, ColumnsReader;
            audit::ReviewJournal => Box<ReviewReport>, ColumnsReader;
            audit::ListSamples => Vec<SampleSheet>, Readers;
            audit::OpenSample => Box<SampleSheet>, Readers;
            audit::DrawSample => Box<SampleDraw>, ColumnsReader;
            journal::ReadProgram => Box<ProgramInForce>, Readers;
            journal::ReadPrograms => Box<Programs>, Readers;
            journal::ReadClock => Box<ClockReport>, Readers;

            operators::ListOperators => Vec<OperatorRecord>, Readers;

            requests::ListRequests => Vec<RequestRow>, Readers;
            requests::OpenRequest => Box<RequestSheet>, Readers;
            requests::PlanApproval => Box<ApprovalPlan>, Readers;
        }
    };
}
pub(crate) use questions;

/// Declares what every line stands for.
macro_rules! declare {
    ($($file:ident::$question:ident => $answer:ty, $served_by:ident $(, $day:ident $(. $of:ident)*)?;)*) => {
        $(pub use super::$file::$question;)*

        /// A question of whichever kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the question of the same name")]
        pub enum AnyQuestion {
            $($question($question),)*
        }

        /// The answer to a question of whichever kind.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "each answers the question of the same name")]
        pub enum AnyAnswer {
            $($question($answer),)*
        }

        /// A kind of question: a newer one overtakes an older one of its lane.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "each is the question of the same name")]
        pub enum Lane {
            $($question,)*
        }

        impl AnyQuestion {
            /// The lane it belongs to.
            pub fn lane(&self) -> Lane {
                match self {
                    $(Self::$question(_) => Lane::$question,)*
                }
            }
        }

        impl Lane {
            /// Every kind of question, in the order of the registry.
            pub const ALL: &[Self] = &[$(Self::$question),*];

            /// Which thread of the console serves its questions.
            pub fn served_by(self) -> ServedBy {
                match self {
                    $(Self::$question => ServedBy::$served_by,)*
                }
            }
        }

        $(
            impl From<$question> for AnyQuestion {
                fn from(question: $question) -> Self {
                    Self::$question(question)
                }
            }

            impl Question for $question {
                type Answer = $answer;

                const LANE: Lane = Lane::$question;

                fn as_of(&self) -> Option<Day> {
                    None$(.or(self.$day$(.$of)*))?
                }

                fn answer_from(any: AnyAnswer) -> Option<Self::Answer> {
                    if let AnyAnswer::$question(answer) = any { Some(answer) } else { None }
                }
            }
        )*
    };
}

questions!(declare);
