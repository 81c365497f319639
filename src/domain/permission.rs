//! Who may do what: one table over every question, every change and every other task of the desk, and one over roles.
//!
//! A new question, operation or task has to say here what it takes; without that nothing compiles. The desk asks this table at both of
//! its doors. Who is nobody's operator (a data file without operators) is its owner.

use super::enumeration::enumeration;
use super::export::Export;
use super::op::Intent;
use super::op::kind::OpKind;
use super::operator::Role;
use super::plan::outcome::Refusal;
use super::question::Lane;

enumeration! {
    /// What a role may do.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum Permission {
        /// Look at members, lists, numbers and the audit log, contacts masked.
        Look => "look",
        /// Serve members: feedback, cases, enrolment, profiles, points within limits.
        Serve => "serve",
        /// Tiers, status, merges, purchases, what others have done, a member's data to take along.
        Supervise => "supervise",
        /// Imports, exports, backups, the clock.
        Manage => "manage",
        /// Try what would happen, saving nothing.
        Simulate => "simulate",
        /// Prove the data file.
        Verify => "verify",
        /// Review the audit log, draw samples of it and judge them.
        Audit => "audit",
        /// Erasures, the programme, operators.
        Govern => "govern",
    }
}

impl Permission {
    /// The roles that have it.
    pub const fn roles(self) -> &'static [Role] {
        use Role::{Agent, Auditor, Manager, Owner, Supervisor};
        match self {
            Self::Look => &[Agent, Supervisor, Manager, Auditor, Owner],
            Self::Serve => &[Agent, Supervisor, Manager, Owner],
            Self::Supervise => &[Supervisor, Manager, Owner],
            Self::Manage => &[Manager, Owner],
            Self::Simulate | Self::Verify => &[Manager, Auditor, Owner],
            Self::Audit => &[Auditor, Owner],
            Self::Govern => &[Owner],
        }
    }

    /// Refuses a role that does not have it, and names those that do.
    ///
    /// ```
    /// use loyaltui::domain::operator::Role;
    /// use loyaltui::domain::permission::Permission;
    ///
    /// assert!(Permission::Supervise.check(Role::Supervisor).is_ok());
    /// assert!(Permission::Supervise.check(Role::Agent).is_err());
    /// assert!(Permission::Serve.check(Role::Auditor).is_err(), "an auditor looks and changes nothing");
    /// ```
    pub fn check(self, role: Role) -> Result<(), Refusal> {
        if self.roles().contains(&role) {
            return Ok(());
        }
        Err(Refusal::NotAllowed { role, allowed: self.roles().to_vec() })
    }
}

impl Lane {
    /// What a question takes. A planned change takes besides what the change does.
    pub fn permission(self) -> Permission {
        match self {
            Self::FindMembers
            | Self::FindMemberByNo
            | Self::OpenMember
            | Self::ExplainMember
            | Self::ListStores
            | Self::ValueMember
            | Self::PlanChange
            | Self::PlanUndo
            | Self::ListFeedback
            | Self::OpenCase
            | Self::CountCases
            | Self::ScoreFeedback
            | Self::ListResponses
            | Self::ShowBoard
            | Self::ListSavedFilters
            | Self::ShowTrend
            | Self::ShowCohorts
            | Self::ShowTransitions
            | Self::ShowModels
            | Self::FitModels
            | Self::ListMembers
            | Self::CountMembers
            | Self::ListMemberValues
            | Self::ValueGiven
            | Self::ShowOverview
            | Self::ShowPoints
            | Self::ShowAlerts
            | Self::ListCare
            | Self::ShowActivation
            | Self::ShowLost
            | Self::ListOperations
            | Self::FindOperation
            | Self::FindOperationAt
            | Self::ProveOperation
            | Self::IsRecorded
            | Self::ReadProgram
            | Self::ReadPrograms
            | Self::ReadClock
            | Self::ListRequests
            | Self::OpenRequest
            | Self::PlanApproval
            | Self::ListOperators => Permission::Look,
            Self::ReadProfile => Permission::Serve,
            Self::ExamineFile | Self::TryImport => Permission::Simulate,
            Self::ReadCheckpoint | Self::VerifyFile => Permission::Verify,
            Self::ReviewJournal | Self::ListSamples | Self::OpenSample | Self::DrawSample => Permission::Audit,
        }
    }
}

impl Intent {
    /// What a change takes. To take something back needs what it took to make it, and more where it was another's: see
    /// [`undo`].
    pub fn permission(&self) -> Permission {
        match self {
            Self::Undo(_) => Permission::Serve,
            Self::Enrol(_)
            | Self::Edit(_)
            | Self::Adjust(_)
            | Self::Redeem(_)
            | Self::LogFeedback(_)
            | Self::LogContact(_)
            | Self::ChangeCase(_)
            | Self::Override(_)
            | Self::SetStatus(_)
            | Self::Merge(_)
            | Self::Unmerge(_)
            | Self::VoidPurchase(_)
            | Self::MovePurchase(_)
            | Self::AcceptClock(_)
            | Self::ApplyProgram(_)
            | Self::SignReview(_)
            | Self::AcceptLog(_)
            | Self::ChangeSample(_)
            | Self::Erase(_)
            | Self::Propose(_)
            | Self::AnswerRequest(_)
            | Self::Reveal(_)
            | Self::ChangeOperator(_)
            | Self::AcknowledgeAlert(_) => of_kind(self.kind()),
        }
    }
}

/// What an operation of a kind takes.
pub fn of_kind(kind: OpKind) -> Permission {
    match kind {
        OpKind::Enrol
        | OpKind::Edit
        | OpKind::Adjust
        | OpKind::Redeem
        | OpKind::Feedback
        | OpKind::Contact
        | OpKind::Case
        | OpKind::Acknowledge
        | OpKind::Propose
        | OpKind::Withdraw
        | OpKind::Reveal
        | OpKind::Undo => Permission::Serve,
        OpKind::Override
        | OpKind::Freeze
        | OpKind::Unfreeze
        | OpKind::Close
        | OpKind::Merge
        | OpKind::Unmerge
        | OpKind::Void
        | OpKind::Reject
        | OpKind::Move => Permission::Supervise,
        OpKind::Import | OpKind::Export | OpKind::Join | OpKind::AcceptClock => Permission::Manage,
        OpKind::Review | OpKind::Sample => Permission::Audit,
        OpKind::Program | OpKind::Erase | OpKind::Operator | OpKind::AcceptLog => Permission::Govern,
    }
}

/// What it takes to reverse an operation whose chain of undos began with a kind: as much as to make it, and at least a
/// supervisor where another has made it.
pub fn undo(root: OpKind, is_own: bool) -> [Permission; 2] {
    [of_kind(root), if is_own { Permission::Serve } else { Permission::Supervise }]
}

enumeration! {
    /// What is done at a desk and is neither a question nor a planned change.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum DeskTask {
        SaveFilter,
        DeleteFilter,
        ExportMembers,
        ExportCare,
        ExportFeedback,
        ExportMember,
        Import,
        Backup,
        Rebuild,
        SignCheckpoint,
        Restore,
    }
}

impl DeskTask {
    /// What it takes.
    pub fn permission(self) -> Permission {
        match self {
            Self::SaveFilter | Self::DeleteFilter => Permission::Serve,
            Self::ExportMember => Permission::Supervise,
            Self::ExportMembers
            | Self::ExportCare
            | Self::ExportFeedback
            | Self::Import
            | Self::Backup
            | Self::Rebuild => Permission::Manage,
            Self::SignCheckpoint => Permission::Verify,
            Self::Restore => Permission::Govern,
        }
    }
}

impl Export {
    /// What exporting it is.
    pub fn task(&self) -> DeskTask {
        match self {
            Self::Members(_) => DeskTask::ExportMembers,
            Self::Care(_) => DeskTask::ExportCare,
            Self::Feedback(_) => DeskTask::ExportFeedback,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// The table of the paper, role by role: agent, supervisor, manager, auditor, owner.
    #[rstest]
    #[case::look(Permission::Look, [true, true, true, true, true])]
    #[case::serve(Permission::Serve, [true, true, true, false, true])]
    #[case::supervise(Permission::Supervise, [false, true, true, false, true])]
    #[case::manage(Permission::Manage, [false, false, true, false, true])]
    #[case::simulate(Permission::Simulate, [false, false, true, true, true])]
    #[case::verify(Permission::Verify, [false, false, true, true, true])]
    #[case::audit(Permission::Audit, [false, false, false, true, true])]
    #[case::govern(Permission::Govern, [false, false, false, false, true])]
    fn each_role_may_what_the_table_says(#[case] permission: Permission, #[case] may: [bool; 5]) {
        assert_eq!(Role::ALL.map(|role| permission.check(role).is_ok()), may);
    }

    #[test]
    fn a_refusal_names_the_roles_that_may() {
        let refused = Permission::Govern.check(Role::Manager);
        assert_eq!(refused, Err(Refusal::NotAllowed { role: Role::Manager, allowed: vec![Role::Owner] }));
    }

    #[test]
    fn an_owner_may_everything_and_an_auditor_changes_nobody() {
        for intent in Intent::examples() {
            assert_eq!(intent.permission().check(Role::Owner), Ok(()), "{intent:?}");
            let is_audit = intent.permission() == Permission::Audit;
            assert_eq!(intent.permission().check(Role::Auditor).is_ok(), is_audit, "{intent:?}");
        }
        for task in DeskTask::ALL {
            assert_eq!(task.permission().check(Role::Owner), Ok(()), "{task:?}");
            let changes = task.permission() != Permission::Verify;
            assert_eq!(task.permission().check(Role::Auditor).is_err(), changes, "{task:?}");
        }
    }

    #[rstest]
    #[case::own_points(OpKind::Adjust, true, Role::Agent, true)]
    #[case::points_of_others(OpKind::Adjust, false, Role::Agent, false)]
    #[case::points_of_others_by_a_supervisor(OpKind::Adjust, false, Role::Supervisor, true)]
    #[case::own_freeze_after_a_change_of_role(OpKind::Freeze, true, Role::Agent, false)]
    #[case::an_import(OpKind::Import, false, Role::Supervisor, false)]
    #[case::an_import_by_a_manager(OpKind::Import, false, Role::Manager, true)]
    fn an_undo_takes_what_the_operation_took_and_more_for_those_of_others(
        #[case] root: OpKind,
        #[case] is_own: bool,
        #[case] role: Role,
        #[case] may: bool,
    ) {
        assert_eq!(undo(root, is_own).iter().all(|permission| permission.check(role).is_ok()), may);
    }
}
