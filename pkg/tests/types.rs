//! The unions of string literals in the TypeScript types are the core's lists.

use std::collections::BTreeSet;

use notify_preflight::audience::ProblemKind;
use notify_preflight::{Channel, Code};

/// The literals of `export type NAME = | "a" | "b";`, comments left out.
fn union(source: &str, name: &str) -> Option<BTreeSet<String>> {
    let (_, rest) = source.split_once(&format!("export type {name} ="))?;
    let (union, _) = rest.split_once(';')?;
    Some(union.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

fn names<T: ToString>(list: &[T]) -> Option<BTreeSet<String>> {
    Some(list.iter().map(T::to_string).collect())
}

#[test]
fn unions_are_the_cores_lists() {
    let report = include_str!("../js/types/report.ts");
    let audience = include_str!("../js/types/audience.ts");
    let payload = include_str!("../js/types/payload.ts");
    assert_eq!(union(report, "Code"), names(Code::ALL));
    assert_eq!(union(audience, "ProblemKind"), names(ProblemKind::ALL));
    assert_eq!(union(payload, "Channel"), names(&Channel::ALL));
}
