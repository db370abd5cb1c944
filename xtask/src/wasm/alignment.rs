//! One word for how places in memory are aligned.
//!
//! Code that copies the same fields differs in what is known of where they lie, and nothing
//! makes use of that: engines take the promise for a hint, and the processors that they run on
//! read from any address. To promise less is always right.

use std::convert::Infallible;

use wasm_encoder::MemArg;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::Parser;

use crate::Failure;

/// As a power of two: four bytes, which all but the smallest values are aligned to.
const MOST: u32 = 2;

/// The module with no place said to be aligned to more.
///
/// # Errors
///
/// A module that cannot be read.
pub fn levelled(wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut module = wasm_encoder::Module::new();
    utils::parse_core_module(&mut Levelled, &mut module, Parser::new(0), wasm)
        .map_err(|error| error.to_string())?;
    Ok(module.finish())
}

struct Levelled;

impl Reencode for Levelled {
    type Error = Infallible;

    fn mem_arg(&mut self, place: wasmparser::MemArg) -> Result<MemArg, Error<Infallible>> {
        let memory_index = self.memory_index(place.memory)?;
        let align = u32::from(place.align).min(MOST);
        Ok(MemArg { offset: place.offset, align, memory_index })
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, Function, FunctionSection, MemorySection, MemoryType, Module, TypeSection,
    };
    use wasmparser::{Operator, Payload};

    use super::*;

    #[test]
    fn nothing_is_promised_that_was_not() {
        let mut module = Module::new();
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        types.ty().function([], []);
        functions.function(0);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut function = Function::new([]);
        for align in 0..=3 {
            let place = MemArg { offset: 8, align, memory_index: 0 };
            function.instructions().i32_const(0).i64_load(place).drop();
        }
        function.instructions().end();
        let mut code = CodeSection::new();
        code.function(&function);
        module.section(&types).section(&functions).section(&memories).section(&code);

        let levelled = levelled(&module.finish()).unwrap();
        let mut places = Vec::new();
        for payload in Parser::new(0).parse_all(&levelled) {
            let Payload::CodeSectionEntry(body) = payload.unwrap() else { continue };
            for operator in body.get_operators_reader().unwrap() {
                if let Operator::I64Load { memarg } = operator.unwrap() {
                    places.push((memarg.offset, memarg.align));
                }
            }
        }
        assert_eq!(places, [(8, 0), (8, 1), (8, 2), (8, 2)]);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(super::levelled(b"no module").is_err());
    }
}
