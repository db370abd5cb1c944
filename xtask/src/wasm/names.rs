//! Short names for what the module imports: those that wasm-bindgen gives end in a hash, which
//! nothing compresses, in the module and once more in its JavaScript.

use std::convert::Infallible;

use wasm_encoder::ImportSection;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{Import, ImportSectionReader, Parser, Payload};

use crate::Failure;

/// The module and the script that gives it what it imports, by other names.
///
/// # Errors
///
/// A module that cannot be read, or a script that does not give what is imported, once each.
pub fn shortened(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String), Failure> {
    let mut names = Names::of(wasm).map_err(|error| error.to_string())?;
    let mut script = script.to_owned();
    for (name, short) in &names.0 {
        let given = format!("{name}: function");
        if script.matches(&given).count() != 1 {
            return Err(format!("the bindings do not give `{name}` once"));
        }
        script = script.replace(&given, &format!("{short}: function"));
    }
    let mut module = wasm_encoder::Module::new();
    utils::parse_core_module(&mut names, &mut module, Parser::new(0), wasm)
        .map_err(|error| error.to_string())?;
    Ok((module.finish(), script))
}

/// Each name, and the short one in its place.
struct Names(Vec<(String, String)>);

impl Names {
    fn of(wasm: &[u8]) -> wasmparser::Result<Names> {
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let Payload::ImportSection(section) = payload? else { continue };
            for import in section.into_imports() {
                names.push((import?.name.to_owned(), short(names.len())));
            }
        }
        Ok(Names(names))
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
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{EntityType, Module, TypeSection};

    use super::*;

    const SCRIPT: &str =
        "return { __wbg_set_8282f7: function(a) {}, __wbg_new_cd4348: function() {} };";

    fn module(names: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in names {
            imports.import("./bindings_bg.js", name, EntityType::Function(0));
        }
        Module::new().section(&types).section(&imports).clone().finish()
    }

    #[test]
    fn both_sides_have_the_same_short_names() {
        let module = module(&["__wbg_new_cd4348", "__wbg_set_8282f7"]);
        let (module, script) = shortened(&module, SCRIPT).unwrap();
        let names: Vec<_> =
            Names::of(&module).unwrap().0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(script, "return { b: function(a) {}, a: function() {} };");
    }

    #[test]
    fn a_script_that_gives_another_name_is_refused() {
        assert!(
            shortened(&module(&["__wbg_get_17a117"]), SCRIPT).unwrap_err().contains("__wbg_get")
        );
        let twice = SCRIPT.repeat(2);
        assert!(shortened(&module(&["__wbg_set_8282f7"]), &twice).unwrap_err().contains("once"));
        assert!(shortened(b"no module", SCRIPT).is_err());
    }

    #[test]
    fn there_are_names_for_any_number() {
        let names: Vec<String> = (0..1000).map(short).collect();
        let distinct: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!((distinct.len(), &*names[25], &*names[26]), (1000, "z", "ba"));
    }
}
