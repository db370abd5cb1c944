//! Functions beside those that they are like: what compresses a text looks for what it has
//! had not long ago.
//!
//! Generic code comes in many copies that hardly differ, and wherever they stand apart each
//! is compressed as something new. A module works the same whatever its functions' order.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

use crate::Failure;

/// What makes two functions alike.
pub struct Likeness {
    /// How many bytes make up what two functions may share: about one instruction.
    piece: usize,
    /// What the last functions count, the very last first.
    nearness: &'static [usize],
    /// Added to a function's pieces, of which it shares so many: else the smallest ones,
    /// which say little, would always be the most alike.
    small: usize,
}

/// Which of these makes the least of a module is chance: half a per cent lies between them.
pub const LIKENESSES: [Likeness; 30] = [
    Likeness { piece: 4, nearness: &[10], small: 20 },
    Likeness { piece: 4, nearness: &[10], small: 50 },
    Likeness { piece: 4, nearness: &[10], small: 100 },
    Likeness { piece: 4, nearness: &[10, 6, 3], small: 20 },
    Likeness { piece: 4, nearness: &[10, 6, 3], small: 50 },
    Likeness { piece: 4, nearness: &[10, 6, 3], small: 100 },
    Likeness { piece: 4, nearness: &[10, 7, 5], small: 20 },
    Likeness { piece: 4, nearness: &[10, 7, 5], small: 50 },
    Likeness { piece: 4, nearness: &[10, 7, 5], small: 100 },
    Likeness { piece: 4, nearness: &[10, 8, 6], small: 20 },
    Likeness { piece: 4, nearness: &[10, 8, 6], small: 50 },
    Likeness { piece: 4, nearness: &[10, 8, 6], small: 100 },
    Likeness { piece: 4, nearness: &[10, 8, 6, 5, 4], small: 20 },
    Likeness { piece: 4, nearness: &[10, 8, 6, 5, 4], small: 50 },
    Likeness { piece: 4, nearness: &[10, 8, 6, 5, 4], small: 100 },
    Likeness { piece: 5, nearness: &[10], small: 20 },
    Likeness { piece: 5, nearness: &[10], small: 50 },
    Likeness { piece: 5, nearness: &[10], small: 100 },
    Likeness { piece: 5, nearness: &[10, 6, 3], small: 20 },
    Likeness { piece: 5, nearness: &[10, 6, 3], small: 50 },
    Likeness { piece: 5, nearness: &[10, 6, 3], small: 100 },
    Likeness { piece: 5, nearness: &[10, 7, 5], small: 20 },
    Likeness { piece: 5, nearness: &[10, 7, 5], small: 50 },
    Likeness { piece: 5, nearness: &[10, 7, 5], small: 100 },
    Likeness { piece: 5, nearness: &[10, 8, 6], small: 20 },
    Likeness { piece: 5, nearness: &[10, 8, 6], small: 50 },
    Likeness { piece: 5, nearness: &[10, 8, 6], small: 100 },
    Likeness { piece: 5, nearness: &[10, 8, 6, 5, 4], small: 20 },
    Likeness { piece: 5, nearness: &[10, 8, 6, 5, 4], small: 50 },
    Likeness { piece: 5, nearness: &[10, 8, 6, 5, 4], small: 100 },
];

/// The module with its functions in such an order.
///
/// # Errors
///
/// A module that cannot be read.
pub fn by_likeness(wasm: &[u8], likeness: &Likeness) -> Result<Vec<u8>, Failure> {
    let mut order = Order::of(wasm, likeness).map_err(|error| error.to_string())?;
    let mut module = wasm_encoder::Module::new();
    utils::parse_core_module(&mut order, &mut module, Parser::new(0), wasm)
        .map_err(|error| error.to_string())?;
    Ok(module.finish())
}

/// Which function comes when.
struct Order {
    /// Functions that the module only imports, which come first in any case.
    imported: usize,
    /// Those of its own, in their new order by their old places.
    old_places: Vec<usize>,
    /// The new place of each.
    new_places: Vec<usize>,
}

impl Order {
    fn of(wasm: &[u8], likeness: &Likeness) -> wasmparser::Result<Order> {
        let (mut imported, mut bodies) = (0, Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        imported += usize::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        let old_places = likeness.order(&bodies);
        let mut new_places = vec![0; old_places.len()];
        for (new, old) in old_places.iter().enumerate() {
            if let Some(place) = new_places.get_mut(*old) {
                *place = new;
            }
        }
        Ok(Order { imported, old_places, new_places })
    }

    /// What belongs to the functions, in their new order.
    fn sorted<T>(&self, of_each: Vec<T>) -> Vec<T> {
        let mut of_each: Vec<_> = of_each.into_iter().map(Some).collect();
        let taken = |old: &usize| of_each.get_mut(*old).and_then(Option::take);
        self.old_places.iter().filter_map(taken).collect()
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        let own = (index as usize).checked_sub(self.imported);
        let place = own.and_then(|own| self.new_places.get(own));
        Ok(place.map_or(index, |place| (self.imported + place) as u32))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        self.sorted(types).into_iter().for_each(|of_type| {
            functions.function(of_type);
        });
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        self.sorted(bodies).into_iter().try_for_each(|body| self.parse_function_body(code, body))
    }
}

impl Likeness {
    /// The places of the bodies: the largest one first, then always the one that is most like
    /// the last few.
    fn order(&self, bodies: &[&[u8]]) -> Vec<usize> {
        let pieces: Vec<HashSet<&[u8]>> =
            bodies.iter().map(|body| body.windows(self.piece).collect()).collect();
        let mut with_piece: HashMap<&[u8], Vec<usize>> = HashMap::new();
        for (place, pieces) in pieces.iter().enumerate() {
            pieces.iter().for_each(|piece| with_piece.entry(piece).or_default().push(place));
        }
        let number = |place: usize| pieces.get(place).map_or(0, HashSet::len);
        let mut left: Vec<usize> = (0..bodies.len()).collect();
        let mut order: Vec<usize> = Vec::new();
        while !left.is_empty() {
            let mut shared = vec![0; bodies.len()];
            for (last, nearness) in order.iter().rev().zip(self.nearness) {
                let all = pieces
                    .get(*last)
                    .into_iter()
                    .flatten()
                    .filter_map(|piece| with_piece.get(piece));
                for place in all.flatten() {
                    if let Some(shared) = shared.get_mut(*place) {
                        *shared += nearness;
                    }
                }
            }
            // In whole numbers, so that every machine makes the same of it.
            let alike = |place: &usize| {
                let shared = shared.get(*place).copied().unwrap_or_default();
                (shared * 1_000_000 / (number(*place) + self.small), number(*place))
            };
            let Some(at) = (0..left.len()).max_by_key(|at| left.get(*at).map(alike)) else { break };
            order.push(left.swap_remove(at));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        ExportKind, ExportSection, Function, ImportSection, Module, TypeSection, ValType,
    };

    use super::*;

    /// Each exported function's name and body, in the order of the bodies.
    fn exported(wasm: &[u8]) -> Vec<(String, Vec<u8>)> {
        let (mut names, mut bodies) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ExportSection(section) => names.extend(
                    section.into_iter().map(Result::unwrap).map(|e| (e.index, e.name.to_owned())),
                ),
                Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes().to_vec()),
                _ => {}
            }
        }
        names.sort();
        names.into_iter().map(|(_, name)| name).zip(bodies).collect()
    }

    /// A function of so many constants, counted from the first.
    fn of_constants(first: i32, number: i32) -> Function {
        let mut function = Function::new([]);
        for constant in first..first + number {
            function.instructions().i32_const(constant * 1000).drop();
        }
        function.instructions().call(0).end();
        function
    }

    fn module(functions: &[(&str, Function)]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32; 0], [ValType::I32; 0]);
        let mut imports = ImportSection::new();
        imports.import("host", "imported", wasm_encoder::EntityType::Function(0));
        let (mut of_types, mut code) = (FunctionSection::new(), CodeSection::new());
        let mut exports = ExportSection::new();
        for (index, (name, function)) in (1..).zip(functions) {
            of_types.function(0);
            exports.export(name, ExportKind::Func, index);
            code.function(function);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&of_types).section(&exports);
        module.section(&code);
        module.finish()
    }

    #[test]
    fn what_is_alike_stands_together_and_keeps_its_name() {
        let functions = [
            ("small", of_constants(1000, 3)),
            ("large", of_constants(0, 50)),
            ("other", of_constants(500, 40)),
            ("like the large one", of_constants(5, 40)),
        ];
        let before = module(&functions);
        let after = by_likeness(&before, &LIKENESSES[0]).unwrap();
        let names: Vec<_> = exported(&after).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names[..2], ["large", "like the large one"]);
        let [mut before, mut after] = [exported(&before), exported(&after)];
        before.sort();
        after.sort();
        assert_eq!(before, after);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(by_likeness(b"no module", &LIKENESSES[0]).is_err());
    }
}
