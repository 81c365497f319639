//! One word for each thing the domain names.

use super::{Lang, Words};
use crate::domain::contact::CareReason;
use crate::domain::fact::{FactKind, OverrideMode, Status};
use crate::domain::fold::view::{EntryKind, LifecycleStage, TierCause, TierSource};
use crate::domain::operator::Role;
use crate::domain::program::{Program, Reason, ThresholdMode, Tier};
use crate::domain::read_models::ExplainTopic;
use crate::t;

impl Words {
    /// What a member may do.
    pub fn status(self, status: Status) -> String {
        match status {
            Status::Active => t!(self, "status.active"),
            Status::Frozen => t!(self, "status.frozen"),
            Status::Closed => t!(self, "status.closed"),
            Status::Merged => t!(self, "status.merged"),
            Status::Erased => t!(self, "status.erased"),
        }
    }

    pub fn stage(self, stage: LifecycleStage) -> String {
        match stage {
            LifecycleStage::Prospect => t!(self, "stage.prospect"),
            LifecycleStage::New => t!(self, "stage.new"),
            LifecycleStage::WonBack => t!(self, "stage.won_back"),
            LifecycleStage::Active => t!(self, "stage.active"),
            LifecycleStage::Lapsing => t!(self, "stage.lapsing"),
            LifecycleStage::Dormant => t!(self, "stage.dormant"),
            LifecycleStage::Lost => t!(self, "stage.lost"),
        }
    }

    /// A line of the points ledger.
    pub fn entry_kind(self, kind: EntryKind) -> String {
        match kind {
            EntryKind::Opening => t!(self, "ledger.opening"),
            EntryKind::Earn => t!(self, "ledger.earn"),
            EntryKind::Redeem => t!(self, "ledger.redeem"),
            EntryKind::RedeemReturn => t!(self, "ledger.redeem_return"),
            EntryKind::Clawback => t!(self, "ledger.clawback"),
            EntryKind::Adjust => t!(self, "ledger.adjust"),
            EntryKind::Bonus => t!(self, "ledger.bonus"),
            EntryKind::Waive => t!(self, "ledger.waive"),
            EntryKind::Expire => t!(self, "ledger.expire"),
        }
    }

    pub fn fact_kind(self, kind: FactKind) -> String {
        match kind {
            FactKind::Sale => t!(self, "ledger.sale"),
            FactKind::Refund => t!(self, "ledger.refund"),
            FactKind::Opening => t!(self, "ledger.opening_fact"),
            FactKind::Bonus => t!(self, "ledger.bonus_fact"),
            FactKind::Adjust => t!(self, "ledger.adjust_fact"),
            FactKind::Redeem => t!(self, "ledger.redeem_fact"),
            FactKind::RedeemReturn => t!(self, "ledger.redeem_return_fact"),
        }
    }

    pub fn tier_cause(self, cause: TierCause) -> String {
        match cause {
            TierCause::Up => t!(self, "tier_cause.up"),
            TierCause::Requalified => t!(self, "tier_cause.requalified"),
            TierCause::Kept => t!(self, "tier_cause.kept"),
            TierCause::Down => t!(self, "tier_cause.down"),
            TierCause::Dropped => t!(self, "tier_cause.dropped"),
            TierCause::Imported => t!(self, "tier_cause.imported"),
            TierCause::Merged => t!(self, "tier_cause.merged"),
            TierCause::Override(OverrideMode::Floor) => t!(self, "tier_cause.override_floor"),
            TierCause::Override(OverrideMode::Exact) => t!(self, "tier_cause.override_pin"),
            TierCause::OverrideEnded => t!(self, "tier_cause.override_ended"),
        }
    }

    pub fn tier_source(self, source: TierSource) -> String {
        match source {
            TierSource::Facts => t!(self, "source.facts"),
            TierSource::Override => t!(self, "source.override"),
            TierSource::Import => t!(self, "source.import"),
        }
    }

    pub fn override_mode(self, mode: OverrideMode) -> String {
        match mode {
            OverrideMode::Floor => t!(self, "mode.floor"),
            OverrideMode::Exact => t!(self, "mode.pin"),
        }
    }

    /// Whether one threshold is enough.
    pub fn met(self, met: ThresholdMode) -> String {
        match met {
            ThresholdMode::Any => t!(self, "threshold.any"),
            ThresholdMode::All => t!(self, "threshold.all"),
        }
    }

    pub fn role(self, role: Role) -> String {
        match role {
            Role::Agent => t!(self, "role.agent"),
            Role::Supervisor => t!(self, "role.supervisor"),
            Role::Manager => t!(self, "role.manager"),
            Role::Auditor => t!(self, "role.auditor"),
            Role::Owner => t!(self, "role.owner"),
        }
    }

    pub fn why_topic(self, topic: ExplainTopic) -> String {
        match topic {
            ExplainTopic::Balance => t!(self, "why.balance"),
            ExplainTopic::Tier => t!(self, "why.tier"),
            ExplainTopic::Segment => t!(self, "why.segment"),
        }
    }

    /// A field of a profile or of a change, by its name in files and commands; another word stays as it is.
    pub fn field(self, name: &str) -> String {
        match name {
            "member_no" => t!(self, "field.member_no"),
            "name" => t!(self, "field.name"),
            "phone" => t!(self, "field.phone"),
            "email" => t!(self, "field.email"),
            "birthday" => t!(self, "field.birthday"),
            "joined_on" => t!(self, "field.joined_on"),
            "store" => t!(self, "field.store"),
            "channel" => t!(self, "field.channel"),
            "tags" => t!(self, "field.tags"),
            "consents" => t!(self, "field.consents"),
            "referrer_no" => t!(self, "field.referrer_no"),
            "kind" => t!(self, "field.kind"),
            "operator" => t!(self, "field.operator"),
            "owner" => t!(self, "feedback.owner"),
            "alert" => t!(self, "alerts.alert"),
            "reason" => t!(self, "field.reason"),
            "reward" => t!(self, "field.reward"),
            "score" => t!(self, "field.score"),
            "since" => t!(self, "field.since"),
            "status" => t!(self, "field.status"),
            "text" => t!(self, "field.text"),
            "topic" => t!(self, "field.topic"),
            "until" => t!(self, "field.until"),
            other => other.to_owned(),
        }
    }

    /// The name of a tier in the programme's own words; the code where the programme has no such tier.
    pub fn tier(self, program: &Program, code: &str) -> String {
        program.tier(code).map_or_else(|| code.to_owned(), |tier| self.tier_name(tier).to_owned())
    }

    pub fn tier_name(self, tier: &Tier) -> &str {
        self.either(&tier.name_en, &tier.name_zh)
    }

    /// The name of a churn reason in the programme's own words; the code where the programme has no such reason.
    pub fn churn_reason(self, program: &Program, code: &str) -> String {
        let of_code = program.churn_reasons.iter().find(|reason| reason.code == code);
        of_code.map_or_else(|| code.to_owned(), |reason| self.either(&reason.name_en, &reason.name_zh).to_owned())
    }

    pub fn reason_name(self, reason: &Reason) -> &str {
        self.either(&reason.name_en, &reason.name_zh)
    }

    /// The name of a reason in the programme's own words. Where the programme has no such reason it may be one of an operation's
    /// own or one for closing a case; any other code stands as it is.
    pub fn reason(self, program: &Program, code: &str) -> String {
        let of_program = program.reason(code).map(|reason| self.reason_name(reason).to_owned());
        of_program.or_else(|| self.op_reason(code)).unwrap_or_else(|| self.close_reason(code))
    }

    /// The name of a reason that only some operations have.
    fn op_reason(self, code: &str) -> Option<String> {
        Some(match code {
            "lost_card" => t!(self, "op_reason.lost_card"),
            "suspected_fraud" => t!(self, "op_reason.suspected_fraud"),
            "dispute" => t!(self, "op_reason.dispute"),
            "member_request" => t!(self, "op_reason.member_request"),
            "cleared" => t!(self, "op_reason.cleared"),
            "card_found" => t!(self, "op_reason.card_found"),
            "moved_away" => t!(self, "op_reason.moved_away"),
            "enrolled_twice" => t!(self, "op_reason.enrolled_twice"),
            "new_phone" => t!(self, "op_reason.new_phone"),
            "new_card" => t!(self, "op_reason.new_card"),
            "different_people" => t!(self, "op_reason.different_people"),
            "merged_by_mistake" => t!(self, "op_reason.merged_by_mistake"),
            // What an import has brought.
            "members" => t!(self, "import.kind_members"),
            "purchases" => t!(self, "import.kind_purchases"),
            "feedback" => t!(self, "import.kind_feedback"),
            "events" => t!(self, "import.kind_events"),
            care => return CareReason::from_word(care).map(|reason| self.care_reason(reason)),
        })
    }

    /// Where a purchase, a member or feedback came in; a word that is not ours stands as it is.
    pub fn channel(self, code: &str) -> String {
        match code {
            "app" => t!(self, "channel.app"),
            "email" => t!(self, "channel.email"),
            "mini_program" => t!(self, "channel.mini_program"),
            "online" => t!(self, "channel.online"),
            "phone" => t!(self, "channel.phone"),
            "sms" => t!(self, "channel.sms"),
            "store" => t!(self, "channel.store"),
            "survey" => t!(self, "channel.survey"),
            "web" => t!(self, "channel.web"),
            "wechat" => t!(self, "channel.wechat"),
            own => own.to_owned(),
        }
    }

    /// What a member consents to; a word that is not ours stands as it is.
    pub fn purpose(self, code: &str) -> String {
        match code {
            "email" => t!(self, "purpose.email"),
            "marketing" => t!(self, "purpose.marketing"),
            "phone" => t!(self, "purpose.phone"),
            "profiling" => t!(self, "purpose.profiling"),
            "sms" => t!(self, "purpose.sms"),
            "wechat" => t!(self, "purpose.wechat"),
            own => own.to_owned(),
        }
    }

    fn either<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}
