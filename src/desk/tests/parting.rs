//! Merges, their ends and the undo of both, with purchases and refunds that come whenever they like, against a model that knows only
//! whose number each purchase came under: whoever holds a number holds its purchases, and they their refunds.

use super::anything::cases;
use super::*;
use crate::desk::import::{ImportOptions, ImportSource, NoWatch, Summary};
use crate::world::data_file::World;
use MergeStep::{Buy, Merge, Unmerge};
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

const NUMBERS: [&str; 3] = ["A", "B", "C"];

/// A number that goes on in another one, both by their place in [`NUMBERS`].
type Link = (usize, usize);

/// What an operation has done, and so what its undo takes away again.
#[derive(Debug, Clone, Copy)]
enum LinkChange {
    Joined(Link),
    Parted(Link),
}

/// A purchase, in whole yuan.
struct Bought {
    number: usize,
    amount: i64,
    refunded: i64,
}

/// A desk, and what by plain reckoning stands in its file.
struct Shop {
    desk: Desk,
    now: Instant,
    ops: Vec<(Uuid, LinkChange)>,
    /// Merges that stand, oldest first.
    links: Vec<Link>,
    bought: Vec<Bought>,
    rows: usize,
}

#[derive(Debug, Clone)]
enum MergeStep {
    Merge(usize, usize),
    Unmerge(usize),
    Undo(usize),
    Buy(usize, i64),
    /// Of a purchase, naming a number: all of it that is left, or one yuan.
    Refund(prop::sample::Index, usize, bool),
}

fn step() -> impl Strategy<Value = MergeStep> {
    let n = 0..NUMBERS.len();
    prop_oneof![
        3 => (n.clone(), n.clone()).prop_map(|(from, into)| MergeStep::Merge(from, into)),
        2 => n.clone().prop_map(MergeStep::Unmerge),
        2 => (0..3_usize).prop_map(MergeStep::Undo),
        2 => (n.clone(), 1..20_i64).prop_map(|(number, amount)| MergeStep::Buy(number, amount)),
        2 => (any::<prop::sample::Index>(), n, any::<bool>()).prop_map(|(of, named, all)| MergeStep::Refund(of, named, all)),
    ]
}

impl Shop {
    fn new() -> Self {
        // Nobody comes to a higher tier by orders, so that a yuan is a point.
        let high = ["orders = 4\n", "orders = 12\n", "orders = 36\n"];
        let program = high.iter().fold(DEFAULT_TOML.to_owned(), |text, orders| {
            assert!(text.contains(orders));
            text.replace(orders, &orders.replace("= ", "= 10"))
        });
        let mut desk = desk_with(&program);
        for number in NUMBERS {
            enrol(&mut desk, number, "张伟");
        }
        let (ops, links, bought) = (Vec::new(), Vec::new(), Vec::new());
        let mut shop = Self { desk, now: NOW, ops, links, bought, rows: 0 };
        (0..NUMBERS.len()).for_each(|number| shop.take(&MergeStep::Buy(number, 10)));
        shop
    }

    fn holder(&self, number: usize) -> usize {
        match self.links.iter().find(|(from, _)| *from == number) {
            Some((_, into)) => self.holder(*into),
            None => number,
        }
    }

    fn attempt(&mut self, intent: &Intent, does: LinkChange) {
        match self.desk.perform(intent, None, self.now) {
            Ok(done) => {
                self.ops.push((done.op, does));
                match does {
                    LinkChange::Joined(link) => self.links.push(link),
                    LinkChange::Parted(link) => self.links.retain(|l| *l != link),
                }
            }
            Err(DeskError::Refused(_)) => {}
            Err(error) => panic!("{intent:?}: {error:?}"),
        }
    }

    fn import(&mut self, row: &str) -> Summary {
        let file = format!("member_no,order_ref,purchased_at,amount,kind,refund_of\n{row}\n");
        let source = ImportSource::bytes(file.as_bytes());
        self.desk.import_purchases(source, &ImportOptions::default(), &mut NoWatch, self.now).unwrap()
    }

    fn take(&mut self, step: &MergeStep) {
        self.now = Instant(self.now.0 + 60_000);
        let member = |shop: &Self, n: usize| shop.desk.member_by_no(NUMBERS[n]).unwrap();
        match step {
            MergeStep::Merge(from, into) => {
                let reason = "correction".to_owned();
                let intent = op::Merge { from: member(self, *from), into: member(self, *into), reason, note: None };
                self.attempt(&intent.into(), LinkChange::Joined((*from, *into)));
            }
            MergeStep::Unmerge(who) => {
                let Some(link) = self.links.iter().rev().find(|(from, into)| from == who || into == who) else {
                    return;
                };
                let intent = op::Unmerge { member: member(self, *who), reason: Some("correction".to_owned()) };
                self.attempt(&intent.into(), LinkChange::Parted(*link));
            }
            MergeStep::Undo(back) => {
                let Some((op, did)) = self.ops.len().checked_sub(1 + back).map(|at| self.ops[at]) else { return };
                let does = match did {
                    LinkChange::Joined(link) => LinkChange::Parted(link),
                    LinkChange::Parted(link) => LinkChange::Joined(link),
                };
                self.attempt(&op::Undo { op, reason: None }.into(), does);
            }
            MergeStep::Buy(number, amount) => {
                let n = self.bought.len();
                let day = 1 + n % 25;
                let summary = self.import(&format!("{},P{n},2026-10-{day:02},{amount},sale,", NUMBERS[*number]));
                assert_eq!((summary.new, summary.rejected), (1, 0), "{summary:?}");
                self.bought.push(Bought { number: *number, amount: *amount, refunded: 0 });
            }
            MergeStep::Refund(of, named, all) => self.refund(of.index(self.bought.len()), *named, *all),
        }
    }

    /// Taken where the number that is named is in the file that holds the purchase, and enough of it is left.
    fn refund(&mut self, of: usize, named: usize, all: bool) {
        let (left, number) = (self.bought[of].amount - self.bought[of].refunded, self.bought[of].number);
        let amount = if all { left.max(1) } else { 1 };
        self.rows += 1;
        let row = format!("{},R{},2026-11-01,{amount},refund,P{of}", NUMBERS[named], self.rows);
        let summary = self.import(&row);
        let is_taken = amount <= left && self.holder(named) == self.holder(number);
        assert_eq!(summary.new, u64::from(is_taken), "{row}: {summary:?}");
        if is_taken {
            self.bought[of].refunded += amount;
        }
    }

    /// Balance, orders, net spend in yuan and points clawed back of each number.
    fn shown(&self) -> Vec<(i64, i64, i64, i64)> {
        let of = |number: &&str| {
            let member = self.desk.member_by_no(number).unwrap();
            let now = self.desk.open_member(member, None, self.now).unwrap().snapshot;
            let (points, bought) = (now.points, now.purchases);
            (points.balance.0, bought.count, bought.net_spend.0 / 100, points.tally.clawed_back.0)
        };
        NUMBERS.iter().map(of).collect()
    }

    fn reckoned(&self) -> Vec<(i64, i64, i64, i64)> {
        let of = |member: usize| {
            let held = self.bought.iter().filter(|b| self.holder(b.number) == member);
            held.fold((0, 0, 0, 0), |(points, orders, net, clawed), b| {
                let left = b.amount - b.refunded;
                (points + left, orders + i64::from(left > 0), net + left, clawed + b.refunded)
            })
        };
        (0..NUMBERS.len()).map(of).collect()
    }

    fn is_as_reckoned(&self) {
        assert_eq!(self.shown(), self.reckoned(), "balance, orders, net, clawed back of A, B, C");
    }
}

fn is_sound(desk: &mut Desk) {
    assert_eq!(desk.verify(None, &[], &mut |_, _| {}).unwrap().wrong, None, "the file must verify");
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn whoever_holds_a_number_holds_its_purchases_and_they_their_refunds(
        steps in proptest::collection::vec(step(), 1..25),
    ) {
        let mut shop = Shop::new();
        for step in &steps {
            shop.take(step);
            shop.is_as_reckoned();
        }
        is_sound(&mut shop.desk);
        shop.desk.rebuild(shop.now, &mut |_, _| {}).unwrap();
        shop.is_as_reckoned();
        is_sound(&mut shop.desk);
    }
}

#[rstest]
#[case::its_keeper_had_once_joined_its_owner(&[Merge(2, 0), Unmerge(2), Merge(0, 1), Merge(1, 2), Buy(0, 1), Unmerge(1)])]
#[case::its_owner_comes_to_its_keeper_within_another(&[Merge(1, 0), Buy(1, 1), Unmerge(0), Merge(1, 2), Merge(2, 0), Unmerge(1)])]
#[case::its_owner_comes_to_its_keeper_alone(&[Merge(1, 0), Merge(0, 2), Buy(1, 1), Unmerge(0), Unmerge(0), Merge(1, 2)])]
fn a_late_purchase_is_found(#[case] steps: &[MergeStep]) {
    let mut shop = Shop::new();
    for step in steps {
        shop.take(step);
        shop.is_as_reckoned();
    }
    is_sound(&mut shop.desk);
}

/// A, B and C bought for ¥200, ¥50 and ¥100.
fn three() -> World {
    let mut file = World::in_memory();
    bought(&mut file, "P1,A,2026-10-02,200,,\nP2,B,2026-10-03,50,,\nP3,C,2026-10-04,100,,");
    file
}

fn bought(file: &mut World, rows: &str) {
    let rows = format!("order_ref,member_no,purchased_at,amount,kind,refund_of\n{rows}\n");
    let summary = file.purchases(&rows, &ImportOptions { enrol: true, ..ImportOptions::default() });
    assert_eq!(summary.rejected, 0, "{summary:?}");
}

fn merge(file: &mut World, from: &str, into: &str) -> Uuid {
    let (from, into) = (file.id(from), file.id(into));
    file.done(op::Merge { from, into, reason: "correction".to_owned(), note: None }).op
}

fn unmerge(file: &mut World, member: &str) -> Uuid {
    let member = file.id(member);
    file.done(op::Unmerge { member, reason: Some("correction".to_owned()) }).op
}

/// Balance, orders, net spend in yuan and points clawed back.
fn figures(file: &mut World, number: &str) -> (i64, i64, i64, i64) {
    let now = file.snapshot(number);
    let (points, bought) = (now.points, now.purchases);
    (points.balance.0, bought.count, bought.net_spend.0 / 100, points.tally.clawed_back.0)
}

#[rstest]
#[case::naming_its_own_number("B", 60)]
#[case::naming_the_member_that_was_kept("A", 60)]
#[case::of_a_part("B", 20)]
fn a_refund_finds_a_purchase_that_came_while_its_owner_was_merged_elsewhere(#[case] named: &str, #[case] amount: i64) {
    let mut file = three();
    merge(&mut file, "B", "C");
    bought(&mut file, "P6,B,2026-10-07,60,,");
    unmerge(&mut file, "B");
    merge(&mut file, "B", "A");
    bought(&mut file, &format!("R9,{named},2026-11-20,{amount},refund,P6"));
    let (left, order) = (60 - amount, i64::from(amount < 60));
    assert_eq!(figures(&mut file, "A"), (250 + left, 2 + order, 250 + left, amount));
    file.is_sound();
    unmerge(&mut file, "B");
    assert_eq!(figures(&mut file, "A"), (200, 1, 200, 0));
    assert_eq!(figures(&mut file, "B"), (50 + left, 1 + order, 50 + left, amount));
    assert_eq!(figures(&mut file, "C"), (100, 1, 100, 0));
    file.is_sound();
}

#[rstest]
#[case::merged_anew(false)]
#[case::by_undo(true)]
fn a_refund_is_taken_of_a_late_purchase_that_has_come_back_with_its_file(#[case] by_undo: bool) {
    let mut file = three();
    merge(&mut file, "B", "A");
    bought(&mut file, "P6,B,2026-10-07,60,,");
    let parted = unmerge(&mut file, "B");
    if by_undo {
        file.done(op::Undo { op: parted, reason: None });
    } else {
        merge(&mut file, "B", "A");
    }
    bought(&mut file, "R9,B,2026-11-20,60,refund,P6");
    assert_eq!(figures(&mut file, "A"), (250, 2, 250, 60));
    file.is_sound();
}

#[rstest]
#[case::there_again("A")]
#[case::elsewhere_before("C")]
fn a_void_takes_back_a_late_purchase_where_its_file_is(#[case] first: &str) {
    let mut file = three();
    merge(&mut file, "B", first);
    bought(&mut file, "P6,B,2026-10-07,60,,");
    unmerge(&mut file, "B");
    merge(&mut file, "B", "A");
    file.done(op::VoidPurchase { reference: "P6".to_owned(), reason: "correction".to_owned(), note: None });
    assert_eq!(figures(&mut file, "A"), (250, 2, 250, 60));
    file.is_sound();
    unmerge(&mut file, "B");
    assert_eq!((figures(&mut file, "A"), figures(&mut file, "B")), ((200, 1, 200, 0), (50, 1, 50, 60)));
    file.is_sound();
}

#[test]
fn points_spent_on_a_late_purchase_go_with_it_whichever_merge_brought_it() {
    let mut file = three();
    merge(&mut file, "B", "C");
    bought(&mut file, "P6,B,2026-10-07,60,,");
    unmerge(&mut file, "B");
    merge(&mut file, "B", "A");
    let (member, reference) = (file.id("A"), Some("P6".to_owned()));
    file.done(op::Redeem { member, points: Points(30), reward: "cup".to_owned(), reference });
    assert_eq!(file.balance("A"), 280);
    unmerge(&mut file, "B");
    assert_eq!((file.balance("A"), file.balance("B")), (200, 80));
    file.is_sound();
}
