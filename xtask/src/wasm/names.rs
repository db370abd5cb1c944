//! Short names for what the module imports and exports. Those that wasm-bindgen gives to imports
//! end in a hash, which nothing compresses, in the module and once more in its JavaScript.

use std::collections::HashMap;
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection};
use wasmparser::{Export, ExportSectionReader, Import, ImportSectionReader, Parser, Payload};

use crate::Failure;

/// Exports that are asked for by name elsewhere too: by the shell, and by tests.
const KEPT: [&str; 2] = ["__wbindgen_start", "memory"];

/// What wasm-bindgen makes of a module.
pub struct Bound {
    pub module: Vec<u8>,
    /// The JavaScript that gives it what it imports, and calls what it exports.
    pub script: String,
    /// That script's types.
    pub types: String,
}

impl Bound {
    /// The same by other names.
    ///
    /// # Errors
    ///
    /// A module that cannot be read, a script that does not give what is imported, once each,
    /// or that may ask for exports in another way.
    pub fn shortened(&self) -> Result<Bound, Failure> {
        let mut names = Names::of(&self.module).map_err(|error| error.to_string())?;
        let mut script = self.script.clone();
        for (number, name) in names.imports.iter().enumerate() {
            let given = format!("{name}: function");
            if script.matches(&given).count() != 1 {
                return Err(format!("the bindings do not give `{name}` once"));
            }
            script = script.replace(&given, &format!("{}: function", short(number)));
        }
        if script.contains("wasm[") {
            return Err("the bindings ask for exports by names that they make".to_owned());
        }
        let mut module = wasm_encoder::Module::new();
        utils::parse_core_module(&mut names, &mut module, Parser::new(0), &self.module)
            .map_err(|error| error.to_string())?;
        Ok(Bound {
            module: module.finish(),
            script: names.exports_renamed(&script, "wasm."),
            types: names.exports_renamed(&self.types, "readonly "),
        })
    }
}

struct Names {
    imports: Vec<String>,
    /// The short name of each.
    exports: HashMap<String, String>,
}

impl Names {
    fn of(wasm: &[u8]) -> wasmparser::Result<Names> {
        let mut names = Names { imports: Vec::new(), exports: HashMap::new() };
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        names.imports.push(import?.name.to_owned());
                    }
                }
                Payload::ExportSection(section) => {
                    for (export, number) in section.into_iter().zip(0..) {
                        names.exports.insert(export?.name.to_owned(), short(number));
                    }
                }
                _ => {}
            }
        }
        names.exports.retain(|name, _| !KEPT.contains(&name.as_str()));
        Ok(names)
    }

    fn export<'n>(&'n self, name: &'n str) -> &'n str {
        self.exports.get(name).map_or(name, String::as_str)
    }

    /// Names that stand behind such a word.
    fn exports_renamed(&self, text: &str, before: &str) -> String {
        let mut pieces = text.split(before);
        let mut renamed = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let is_outside = |character: char| !character.is_alphanumeric() && character != '_';
            let (name, rest) = piece.split_at(piece.find(is_outside).unwrap_or(piece.len()));
            renamed.extend([before, self.export(name), rest]);
        }
        renamed
    }
}

/// `a` to `z`, then `ba` and so on.
fn short(number: usize) -> String {
    let letter = String::from(char::from(b'a' + (number % 26) as u8));
    if number < 26 { letter } else { short(number / 26) + &letter }
}

impl Reencode for Names {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for (import, number) in section.into_imports().zip(0..) {
            let Import { module, ty, .. } = import?;
            imports.import(module, &short(number), self.entity_type(ty)?);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for export in section {
            let Export { name, kind, index } = export?;
            let index = self.external_index(kind, index)?;
            let kind = self.export_kind(kind)?;
            exports.export(self.export(name), kind, index);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, ExportKind, Module, TypeSection};

    use super::*;

    const IMPORTS: [&str; 2] = ["__wbg_new_cd4348", "__wbg_set_8282f7"];
    const SCRIPT: &str = "\
        return { __wbg_set_8282f7: function(a) {}, __wbg_new_cd4348: function() {} }; \
        wasm.check(); wasm.checked(wasm.memory); wasm.__wbindgen_start()";
    const TYPES: &str = "readonly check: () => void; readonly memory: Memory;";

    fn bound(imported: &[&str], script: &str) -> Bound {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in imported {
            imports.import("./bindings_bg.js", name, EntityType::Function(0));
        }
        let mut exports = ExportSection::new();
        for name in ["__wbindgen_start", "checked", "check"] {
            exports.export(name, ExportKind::Func, 0);
        }
        let module = Module::new().section(&types).section(&imports).section(&exports).clone();
        Bound { module: module.finish(), script: script.to_owned(), types: TYPES.to_owned() }
    }

    #[test]
    fn all_sides_have_the_same_short_names() {
        let Bound { module, script, types } = bound(&IMPORTS, SCRIPT).shortened().unwrap();
        let names = Names::of(&module).unwrap();
        assert_eq!(names.imports, ["a", "b"]);
        let mut exports: Vec<_> = names.exports.into_keys().collect();
        exports.sort();
        assert_eq!(exports, ["b", "c"]);
        let calls = "wasm.c(); wasm.b(wasm.memory); wasm.__wbindgen_start()";
        assert_eq!(
            script,
            format!("return {{ b: function(a) {{}}, a: function() {{}} }}; {calls}")
        );
        assert_eq!(types, "readonly c: () => void; readonly memory: Memory;");
    }

    #[test]
    fn a_script_that_has_other_names_is_refused() {
        let refused =
            |imports: &[&str], script: &str| bound(imports, script).shortened().err().unwrap();
        assert!(refused(&["__wbg_get_17a117"], SCRIPT).contains("__wbg_get"));
        assert!(refused(&IMPORTS, &SCRIPT.repeat(2)).contains("once"));
        assert!(refused(&IMPORTS, &format!("{SCRIPT} wasm[name]")).contains("names"));
        let none = Bound { module: b"no module".to_vec(), ..bound(&IMPORTS, SCRIPT) };
        assert!(none.shortened().is_err());
    }

    #[test]
    fn there_are_names_for_any_number() {
        let names: Vec<String> = (0..1000).map(short).collect();
        let distinct: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!((distinct.len(), &*names[25], &*names[26]), (1000, "z", "ba"));
    }
}
