//! Facts: what came by a file, and what an operator did to points.

use super::*;
use crate::domain::fact::{Fact, FactKind};
use crate::domain::num::{FactId, MemberId, Points};
use crate::domain::op;
use crate::domain::operation::OpKind;
use crate::domain::read_models::MemberRecord;
use uuid::Uuid;

const EARNS: Freeze = Freeze::Allowed;
const SPENDS: Freeze = Freeze::Refused("a frozen member earns, and may not spend or be adjusted");
const BY_HAND: Import = Import::No("an operator does it");

fn in_ledger(record: &MemberRecord, id: FactId) -> bool {
    record.trace.entries.iter().any(|entry| entry.fact == id)
}

fn is_purchase(record: &MemberRecord, id: FactId) -> bool {
    record.trace.purchases.iter().any(|purchase| purchase.fact == id)
}

pub fn sale() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("sale"),
        before: nothing,
        make: |scene| Ok(sells(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(is_purchase),
        freeze: EARNS,
        texts: vec![
            Text::stays("canary-order", ORDER),
            Text::stays("canary-shop", SHOP),
            Text::stays("canary-channel", SHOP),
        ],
        import: Import::Brings(nothing, sells),
    }
}

/// A sale of today.
fn sells(scene: &mut Scene) -> Uuid {
    let day = scene.today();
    scene.purchases(&format!(
        "order_ref,member_no,purchased_at,amount,store,channel\n\
         canary-order,M1,{day} 09:00,300.00,canary-shop,canary-channel\n"
    ))
}

pub fn refund() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("refund"),
        before: |scene| {
            scene.purchases("order_ref,member_no,purchased_at,amount\nA-1,M1,2026-11-20,300.00\n");
        },
        make: |scene| Ok(refunds(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(is_purchase),
        freeze: EARNS,
        texts: vec![
            Text::stays("canary-refund", ORDER),
            Text::stays("canary-shop", SHOP),
            Text::stays("canary-channel", SHOP),
        ],
        import: Import::Brings(nothing, refunds),
    }
}

fn refunds(scene: &mut Scene) -> Uuid {
    let day = scene.today();
    scene.purchases(&format!(
        "order_ref,member_no,purchased_at,amount,kind,refund_of,store,channel\n\
         canary-refund,M1,{day} 09:00,100.00,refund,A-1,canary-shop,canary-channel\n"
    ))
}

/// The same kind, written by an operation that takes a purchase back.
pub fn void() -> MatrixRow {
    MatrixRow {
        make: |scene| {
            scene.perform(op::VoidPurchase {
                reference: "A-1".to_owned(),
                reason: "correction".to_owned(),
                note: Some("canary-note".to_owned()),
            })
        },
        texts: vec![Text::gone("canary-note")],
        import: BY_HAND,
        ..refund()
    }
}

/// The same kind, written by an operation that moves a purchase to another card.
pub fn moved() -> MatrixRow {
    MatrixRow {
        make: |scene| {
            scene.perform(op::MovePurchase {
                reference: "A-1".to_owned(),
                to: scene.third,
                reason: "correction".to_owned(),
                note: Some("canary-note".to_owned()),
            })
        },
        as_of: AsOf::Earlier("a move takes effect at the purchase's own instant"),
        ..void()
    }
}

/// A file of purchases in which every column is filled; there must be an order `A-1`.
pub fn purchases_with_every_column(scene: &mut Scene) -> Uuid {
    let day = scene.today();
    scene.purchases(&format!(
        "order_ref,member_no,purchased_at,amount,points_paid,kind,refund_of,store,channel\n\
         A-2,M1,{day} 09:00,300.00,20.00,sale,,shop,channel\n\
         A-3,M1,{day} 09:00,100.00,0.00,refund,A-1,shop,channel\n"
    ))
}

pub fn opening() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("opening"),
        before: nothing,
        make: |scene| Ok(opens(scene)),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(in_ledger),
        freeze: EARNS,
        texts: vec![],
        import: Import::Brings(nothing, opens),
    }
}

fn opens(scene: &mut Scene) -> Uuid {
    scene.members("member_no,opening_points\nM1,500\n")
}

pub fn bonus() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("bonus"),
        before: nothing,
        make: |scene| Ok(credits(scene, OpKind::Adjust)),
        undo: Undo::Refused("no operation gives one yet; the one that does will bring its counter-entry"),
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(in_ledger),
        freeze: EARNS,
        texts: vec![Text::stays(
            "canary-source",
            "the source of a credit is the programme's: nobody gets the same twice",
        )],
        import: Import::Brings(nothing, |scene| credits(scene, OpKind::Import)),
    }
}

fn credits(scene: &mut Scene, by: OpKind) -> Uuid {
    let fact = Fact {
        points: Points(50),
        reference: Some("canary-source".to_owned()),
        ..Fact::new(FactId(0), MemberId(0), FactKind::Bonus, scene.now)
    };
    scene.appends(by, None, vec![NewRow::Fact(Box::new(fact))])
}

pub fn adjust() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("adjust"),
        before: nothing,
        make: |scene| {
            scene.perform(op::Adjust {
                member: scene.member,
                delta: Points(500),
                reason: "goodwill".to_owned(),
                note: Some("canary-note".to_owned()),
                reference: Some("canary-order".to_owned()),
            })
        },
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(in_ledger),
        freeze: SPENDS,
        texts: vec![Text::gone("canary-note"), Text::stays("canary-order", ORDER)],
        import: BY_HAND,
    }
}

pub fn redeem() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("redeem"),
        before: |scene| {
            scene.gives(scene.member, 500);
        },
        make: |scene| {
            scene.perform(op::Redeem {
                member: scene.member,
                points: Points(120),
                reward: "canary-reward".to_owned(),
                reference: Some("canary-order".to_owned()),
            })
        },
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(in_ledger),
        freeze: SPENDS,
        texts: vec![Text::gone("canary-reward"), Text::stays("canary-order", ORDER)],
        import: BY_HAND,
    }
}

pub fn redeem_return() -> MatrixRow {
    MatrixRow {
        kind: Kind::Fact("redeem_return"),
        before: |scene| {
            (redeem().before)(scene);
            scene.make(&redeem());
        },
        make: |scene| scene.undo(scene.newest),
        undo: Undo::Back,
        as_of: AsOf::Unchanged,
        merge: Merge::Goes(in_ledger),
        freeze: SPENDS,
        // The redemption's own.
        texts: vec![Text::gone("canary-reward"), Text::stays("canary-order", ORDER)],
        import: BY_HAND,
    }
}
