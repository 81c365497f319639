//! Every question that a door may put to the desk, and what answers it.
//!
//! To add a question, touch three places: write its struct in the file of its subject here, add its line to [`questions!`]
//! (`registry.rs`), and serve it in the desk (`impl Serve<…> for Desk`, beside the code that finds the answer out). From the
//! line come the variant of [`AnyQuestion`] and of [`AnyAnswer`], the [`Lane`], the conversions both ways and who serves it in
//! the console; without the service the desk does not compile. A screen that asks it keeps a slot (`shell::slot`) for the answer.

mod audit;
mod feedback;
mod imports;
mod journal;
mod members;
mod operators;
mod overview;
mod plans;
mod registry;
mod requests;
mod segments;

pub use feedback::{CaseCounts, FeedbackListQuery, FeedbackRows, ResponseGroup};
pub use journal::{ClockReport, OperationPage, OperationProof, ProgramInForce};
pub use operators::OperatorRecord;
pub use plans::{UndoPlan, UndoTarget};
pub use registry::*;
pub use requests::{ApprovalPlan, RequestSheet};
pub use segments::{MemberListQuery, MemberValuePage, ValueOrder};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;

    #[test]
    fn a_question_and_its_answer_survive_the_way_through_all_of_them() {
        let question = CountMembers { query: "*".to_owned(), as_of: Day::parse("2026-03-01") };
        let any = AnyQuestion::from(question.clone());
        assert_eq!((any.lane(), any.lane().served_by()), (Lane::CountMembers, ServedBy::ColumnsReader));
        assert_eq!((question.as_of(), CountMembers::LANE), (Day::parse("2026-03-01"), any.lane()));
        assert_eq!(any, AnyQuestion::CountMembers(question));
        assert_eq!(CountMembers::answer_from(AnyAnswer::CountMembers(7)), Some(7));
        assert_eq!(IsRecorded::answer_from(AnyAnswer::CountMembers(7)), None, "that answers another question");
    }

    #[test]
    fn the_day_asked_about_is_found_where_it_stands() {
        let as_of = Day::parse("2026-03-01");
        let list = MemberListQuery { query: "*".to_owned(), as_of, ..MemberListQuery::default() };
        assert_eq!(ListMembers { list, rows: 0..10 }.as_of(), as_of);
        assert_eq!(FindMembers { query: String::new(), limit: 1, as_of: None, with_month: false }.as_of(), None);
    }
}
