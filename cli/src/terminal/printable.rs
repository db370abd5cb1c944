//! Text from outside, made fit for a terminal.

/// One visible character for each control character, so that neither a payload nor a file name
/// can move the cursor, recolour the screen or turn the text around.
pub fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn visible(character: char) -> char {
    match character {
        '\t' => ' ',
        // Unicode draws each ASCII control character at the same place of this block.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => '\u{fffd}',
        // The characters that turn the direction of writing.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            '\u{fffd}'
        }
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_visible_and_the_rest_stays() {
        assert_eq!(printable("a\tb\u{1b}[31m\u{7f}\r"), "a b␛[31m␡␍");
        assert_eq!(printable("é 你好 🎉\u{202e}x\u{9b}"), "é 你好 🎉\u{fffd}x\u{fffd}");
    }
}
