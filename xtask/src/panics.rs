//! Panics made traps: what a panic says is never heard.
//!
//! In WebAssembly without a console a panic's message goes nowhere, and the npm package says
//! `internal` for every trap. So the functions that put such messages together become
//! `unreachable`, and `wasm-opt` takes out what only they needed.

use walrus::ir::{Instr, InstrLocId};
use walrus::{FunctionKind, Module};

use crate::Failure;

/// Modules and functions of the standard library that panic.
const PANICS: [&str; 12] = [
    "panicking",
    "panic_already_borrowed",
    "panic_already_mutably_borrowed",
    "unwrap_failed",
    "expect_failed",
    "slice_index_fail",
    "slice_error_fail",
    "len_mismatch_fail",
    "capacity_overflow",
    "handle_error",
    "handle_alloc_error",
    "rust_oom",
];

/// The module with every such function a trap.
///
/// # Errors
///
/// A module that cannot be read, and one in which nothing has such a name: it has no names,
/// or the standard library has others now.
pub fn trapped(wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut module = Module::from_buffer(wasm).map_err(|error| format!("{error:#}"))?;
    let mut found = 0;
    for function in module.funcs.iter_mut().filter(|function| is_panic(function.name.as_deref())) {
        if let FunctionKind::Local(local) = &mut function.kind {
            let body = local.entry_block();
            let trap = (Instr::Unreachable(walrus::ir::Unreachable {}), InstrLocId::default());
            local.block_mut(body).instrs = vec![trap];
            found += 1;
        }
    }
    if found == 0 {
        Err("no function panics by a known name".to_owned())
    } else {
        Ok(module.emit_wasm())
    }
}

/// In a mangled name each part stands with its length before it.
fn is_panic(name: Option<&str>) -> bool {
    let has = |part: &str| name.is_some_and(|name| name.contains(&format!("{}{part}", part.len())));
    PANICS.iter().any(|part| has(part))
}
