//! What JavaScript calls Rust closures by: js-sys brings such a function for each of its own
//! types, whether or not anybody makes a closure of that type.
//!
//! wasm-bindgen exports those that are used, by themselves. The others stand in the table of
//! functions for nobody, and drag along what they call.

use std::collections::HashSet;
use std::convert::Infallible;

use wasm_encoder::ElementSection;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{
    ElementSectionReader, Export, ExternalKind, KnownCustom, Name, Naming, Parser, Payload,
};

use crate::Failure;

/// The names of those functions begin with the crate's, its hash and this path.
const CRATE: &str = "wasm_bindgen";
const PATH: &str = "::convert::closures::_::invoke::";

/// The module with another function in the table in place of each that nobody can call.
///
/// # Errors
///
/// A module that cannot be read, one whose table JavaScript can reach, or one without such a
/// function: wasm-bindgen gives them another name then, or none are left to see to.
pub fn without_calls(wasm: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut table = Table::of(wasm).map_err(|error| error.to_string())?;
    if table.is_exported {
        return Err("the table of functions is exported: closures may be called".to_owned());
    }
    if table.calls.is_empty() {
        return Err(format!("no function is called `{CRATE}[…]{PATH}…` any more"));
    }
    let mut module = wasm_encoder::Module::new();
    utils::parse_core_module(&mut table, &mut module, Parser::new(0), wasm)
        .map_err(|error| error.to_string())?;
    Ok(module.finish())
}

#[derive(Default)]
struct Table {
    is_exported: bool,
    /// Functions that only JavaScript would call.
    calls: HashSet<u32>,
    /// One that stays in any case.
    other: Option<u32>,
    is_being_read: bool,
}

impl Table {
    fn of(wasm: &[u8]) -> wasmparser::Result<Table> {
        let mut table = Table::default();
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ExportSection(section) => {
                    for export in section {
                        table.note(&export?);
                    }
                }
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(names) = section.as_known() else { continue };
                    for names in names {
                        let Name::Function(names) = names? else { continue };
                        for name in names {
                            let Naming { index, name } = name?;
                            table.calls.extend(is_call(name).then_some(index));
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(table)
    }

    fn note(&mut self, export: &Export<'_>) {
        match export.kind {
            ExternalKind::Table => self.is_exported |= export.index == 0,
            ExternalKind::Func => self.other = self.other.or(Some(export.index)),
            _ => {}
        }
    }
}

/// `wasm_bindgen[0123456789abcdef]::convert::closures::_::invoke::<…>`
fn is_call(name: &str) -> bool {
    let hash = name.strip_prefix(CRATE).and_then(|rest| rest.strip_prefix('['));
    let path = hash.and_then(|rest| Some(rest.split_once(']')?.1));
    path.is_some_and(|path| path.starts_with(PATH))
}

impl Reencode for Table {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        let is_gone = self.is_being_read && self.calls.contains(&index);
        Ok(self.other.filter(|_| is_gone).unwrap_or(index))
    }

    fn parse_element_section(
        &mut self,
        elements: &mut ElementSection,
        section: ElementSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        self.is_being_read = true;
        let read = utils::parse_element_section(self, elements, section);
        self.is_being_read = false;
        read
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, Elements, ExportKind, ExportSection, Function, FunctionSection,
        Module, NameMap, NameSection, RefType, TableSection, TableType, TypeSection,
    };

    use super::*;

    const NAMES: [&str; 3] = [
        "kept",
        "wasm_bindgen[19dcc27008d48383]::convert::closures::_::invoke::<u32, true>",
        "wasm_bindgen[19dcc27008d48383]::convert::closures::_::other",
    ];

    /// Three functions, of which the last calls the second; all of them stand in a table.
    fn module(names: [&str; 3], is_table_exported: bool) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut named = NameMap::new();
        for (index, name) in (0..).zip(names) {
            functions.function(0);
            let mut function = Function::new([]);
            if index == 2 {
                function.instructions().call(1);
            }
            function.instructions().end();
            code.function(&function);
            named.append(index, name);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 4,
            maximum: None,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("kept", ExportKind::Func, 0);
        if is_table_exported {
            exports.export("table", ExportKind::Table, 0);
        }
        let mut elements = ElementSection::new();
        let all = Elements::Functions([0, 1, 2][..].into());
        elements.active(None, &ConstExpr::i32_const(1), all);
        let mut section = NameSection::new();
        section.functions(&named);
        module.section(&types).section(&functions).section(&tables).section(&exports);
        module.section(&elements).section(&code).section(&section);
        module.finish()
    }

    /// The functions in the table, and those that are called.
    fn used(wasm: &[u8]) -> (Vec<u32>, Vec<u32>) {
        let (mut in_table, mut called) = (Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.unwrap() {
                Payload::ElementSection(section) => {
                    for element in section {
                        let wasmparser::ElementItems::Functions(functions) = element.unwrap().items
                        else {
                            continue;
                        };
                        in_table.extend(functions.into_iter().map(Result::unwrap));
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    let operators = body.get_operators_reader().unwrap();
                    called.extend(operators.into_iter().filter_map(|operator| {
                        match operator.unwrap() {
                            wasmparser::Operator::Call { function_index } => Some(function_index),
                            _ => None,
                        }
                    }));
                }
                _ => {}
            }
        }
        (in_table, called)
    }

    #[test]
    fn what_only_javascript_would_call_leaves_the_table_and_nothing_else() {
        let module = module(NAMES, false);
        assert_eq!(used(&module), (vec![0, 1, 2], vec![1]));
        assert_eq!(used(&without_calls(&module).unwrap()), (vec![0, 0, 2], vec![1]));
    }

    #[test]
    fn a_table_that_javascript_reaches_is_refused() {
        assert!(without_calls(&module(NAMES, true)).unwrap_err().contains("exported"));
        assert!(without_calls(b"no module").is_err());
    }

    #[test]
    fn a_module_without_such_functions_is_refused() {
        let other = module(["kept", "wasm_bindgen::convert::closures::call", "other"], false);
        assert!(without_calls(&other).unwrap_err().contains("invoke"));
    }
}
