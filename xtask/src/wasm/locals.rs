//! Local variables numbered so that a function's code is the same as that of those before it,
//! as far as may be.
//!
//! A number stands wherever a variable is read or written, more than a quarter of all code.
//! Which of a type's variables has which is nobody's business: two change numbers where more of
//! the code is then what came before.

use std::ops::Range;

use wasmparser::{FunctionBody, Operator, Parser, Payload};

use crate::Failure;

/// How many bytes make up a piece of code that may come again: some instructions.
const PIECES: [usize; 5] = [4, 5, 6, 7, 8];
/// How often all variables are gone through: hardly any find a better number after that.
const PASSES: usize = 3;
/// Numbers below this are one byte each.
const SHORT: usize = 128;

/// The module with its variables numbered so, in the order of its functions.
///
/// # Errors
///
/// A module that cannot be read.
pub fn as_before(wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let functions = functions(wasm).map_err(|error| error.to_string())?;
    let (mut module, mut pieces) = (wasm.to_vec(), Pieces::new());
    for (range, mut function) in functions {
        function.adapt(&pieces);
        pieces.add(&function.code);
        if let Some(code) = module.get_mut(range) {
            code.copy_from_slice(&function.code);
        }
    }
    Ok(module)
}

/// The module's own functions, and where the code of each stands.
fn functions(wasm: &[u8]) -> wasmparser::Result<Vec<(Range<usize>, Function)>> {
    let (mut arguments, mut types, mut functions) = (Vec::new(), Vec::new(), Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(section) => {
                for of_type in section.into_iter_err_on_gc_types() {
                    arguments.push(of_type?.params().len());
                }
            }
            Payload::FunctionSection(section) => {
                types = section.into_iter().collect::<wasmparser::Result<Vec<u32>>>()?;
            }
            Payload::CodeSectionEntry(body) => {
                let of_type = types.get(functions.len()).map_or(0, |place| *place as usize);
                let arguments = arguments.get(of_type).copied().unwrap_or_default();
                functions.push((body.range(), Function::of(&body, arguments)?));
            }
            _ => {}
        }
    }
    Ok(functions)
}

/// A function's code, and what it has variables for.
struct Function {
    code: Vec<u8>,
    /// Where the number of each variable stands.
    places: Vec<Vec<usize>>,
    /// Which variables are of one type. An argument is none of them: its number is its caller's.
    groups: Vec<Range<usize>>,
}

impl Function {
    fn of(body: &FunctionBody<'_>, arguments: usize) -> wasmparser::Result<Function> {
        let (mut groups, mut next) = (Vec::new(), arguments);
        for group in body.get_locals_reader()? {
            let start = next;
            next += group?.0 as usize;
            groups.push(start..next);
        }
        if next > SHORT {
            groups.clear();
        }
        let mut places = vec![Vec::new(); next];
        for operator in body.get_operators_reader()?.into_iter_with_offsets() {
            let (
                Operator::LocalGet { local_index }
                | Operator::LocalSet { local_index }
                | Operator::LocalTee { local_index },
                offset,
            ) = operator?
            else {
                continue;
            };
            if let Some(places) = places.get_mut(local_index as usize) {
                places.push(offset + 1 - body.range().start);
            }
        }
        Ok(Function { code: body.as_bytes().to_vec(), places, groups })
    }

    fn adapt(&mut self, pieces: &Pieces) {
        for _ in 0..PASSES {
            let mut is_better = false;
            for group in self.groups.clone() {
                for one in group.clone() {
                    for other in one + 1..group.end {
                        is_better |= self.adapt_two(one, other, pieces);
                    }
                }
            }
            if !is_better {
                break;
            }
        }
    }

    /// Whether it is better that these two change numbers; then they do.
    fn adapt_two(&mut self, one: usize, other: usize, pieces: &Pieces) -> bool {
        let of = |variable| self.places.get(variable).map_or(&[][..], Vec::as_slice);
        let mut places = [of(one), of(other)].concat();
        places.sort_unstable();
        let before = pieces.known_around(&places, &self.code);
        self.swap(one, other);
        let is_better = pieces.known_around(&places, &self.code) > before;
        if !is_better {
            self.swap(one, other);
        }
        is_better
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.places.swap(one, other);
        for number in [one, other] {
            for place in self.places.get(number).into_iter().flatten() {
                if let Some(byte) = self.code.get_mut(*place) {
                    *byte = number as u8;
                }
            }
        }
    }
}

/// Pieces of code that came before, by bits: two that share one are taken for the same, which
/// hardly happens and does no harm.
struct Pieces(Vec<u64>);

impl Pieces {
    const BITS: u32 = 27;

    fn new() -> Pieces {
        Pieces(vec![0; 1 << (Pieces::BITS - u64::BITS.ilog2())])
    }

    /// The word in which a piece's bit stands, and that bit.
    fn bit(piece: &[u8]) -> (usize, u64) {
        let number = piece.iter().fold(piece.len() as u64, |number, byte| {
            (number ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let place = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Pieces::BITS);
        ((place / 64) as usize, 1 << (place % 64))
    }

    fn add(&mut self, code: &[u8]) {
        for piece in PIECES.iter().flat_map(|length| code.windows(*length)) {
            let (word, bit) = Pieces::bit(piece);
            if let Some(word) = self.0.get_mut(word) {
                *word |= bit;
            }
        }
    }

    fn is_known(&self, piece: &[u8]) -> bool {
        let (word, bit) = Pieces::bit(piece);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// How many of the pieces that hold one of these places came before.
    fn known_around(&self, places: &[usize], code: &[u8]) -> usize {
        let mut known = 0;
        for length in PIECES {
            let mut from = 0;
            for place in places {
                from = from.max((place + 1).saturating_sub(length));
                for start in from..=*place {
                    let piece = code.get(start..start + length);
                    known += usize::from(piece.is_some_and(|piece| self.is_known(piece)));
                }
                from = place + 1;
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, Function as Code, FunctionSection, Module, TypeSection, ValType,
    };

    use super::*;

    type Variables = &'static [(u32, ValType)];

    /// Functions of one argument, each with the variables given and using these of them.
    fn module(functions: &[(Variables, &[u32])]) -> Vec<u8> {
        let (mut types, mut of_types) = (TypeSection::new(), FunctionSection::new());
        types.ty().function([ValType::I32], []);
        let mut code = CodeSection::new();
        for (variables, numbers) in functions {
            of_types.function(0);
            let mut function = Code::new(variables.iter().copied());
            for number in *numbers {
                function.instructions().local_get(*number).local_tee(*number).drop();
            }
            function.instructions().end();
            code.function(&function);
        }
        Module::new().section(&types).section(&of_types).section(&code).clone().finish()
    }

    /// Which variables each function uses, in order.
    fn used(module: &[u8]) -> Vec<Vec<u32>> {
        let mut used = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let Payload::CodeSectionEntry(body) = payload.unwrap() else { continue };
            let operators = body.get_operators_reader().unwrap().into_iter();
            let number = |operator| match operator {
                Ok(Operator::LocalGet { local_index }) => Some(local_index),
                _ => None,
            };
            used.push(operators.filter_map(number).collect());
        }
        used
    }

    const VARIABLES: Variables = &[(3, ValType::I32), (2, ValType::I64)];

    #[test]
    fn what_differs_in_numbers_alone_becomes_the_same() {
        let [one, other] = [[0, 1, 2, 3, 4, 5, 1, 4], [0, 3, 1, 2, 5, 4, 3, 5]];
        let module = module(&[(VARIABLES, &one), (VARIABLES, &other)]);
        assert_eq!(used(&as_before(&module).unwrap()), [one, one]);
    }

    #[test]
    fn neither_arguments_nor_variables_of_two_types_change_places() {
        let [one, other] = [[0, 1, 0, 1, 4, 5], [1, 0, 1, 0, 1, 4]];
        let module = module(&[(VARIABLES, &one), (VARIABLES, &other)]);
        let after = used(&as_before(&module).unwrap());
        assert_eq!(after[0], one);
        let [number, 0, same, 0, again, long] = after[1][..] else { panic!("{after:?}") };
        assert!((1..4).contains(&number) && [same, again] == [number; 2], "{after:?}");
        assert!((4..6).contains(&long), "{after:?}");
    }

    #[test]
    fn numbers_of_two_bytes_are_left_alone() {
        let many: Variables = &[(200, ValType::I32)];
        let module = module(&[(many, &[1, 2, 150]), (many, &[2, 1, 150])]);
        assert_eq!(as_before(&module).unwrap(), module);
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(as_before(b"no module").is_err());
    }
}
