//! JSON as written: order, repeated names, white space and escapes are the writer's.

use crate::random::Random;

#[derive(Clone)]
pub enum Node {
    /// A number or a word, as it is written.
    Plain(&'static str),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.to_owned())
    }
}

impl Node {
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.members().iter().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        let members = self.members_mut()?;
        members.iter_mut().find(|(member, _)| member == name).map(|(_, value)| value)
    }

    pub fn members(&self) -> &[(String, Node)] {
        match self {
            Node::Map(members) => members,
            _ => &[],
        }
    }

    pub fn members_mut(&mut self) -> Option<&mut Vec<(String, Node)>> {
        match self {
            Node::Map(members) => Some(members),
            _ => None,
        }
    }

    pub fn items_mut(&mut self) -> Option<&mut Vec<Node>> {
        match self {
            Node::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Puts a member in, in place of the one of that name.
    pub fn set(&mut self, random: &mut Random, name: &str, value: Node) {
        if let Some(member) = self.get_mut(name) {
            *member = value;
        } else if let Some(members) = self.members_mut() {
            let at = random.below(members.len() + 1);
            members.insert(at, (name.to_owned(), value));
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<Node> {
        let members = self.members_mut()?;
        let at = members.iter().position(|(member, _)| member == name)?;
        Some(members.remove(at).1)
    }
}

/// How a payload is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Space {
    Compact,
    Pretty,
    /// Anything of the four characters between any two tokens.
    Odd,
}

/// Writes JSON text.
pub struct Writer<'r> {
    pub random: &'r mut Random,
    pub space: Space,
    /// One character in so many is escaped that need not be; none where 0.
    pub escapes: usize,
    pub text: String,
}

impl Writer<'_> {
    pub fn document(mut self, node: &Node) -> String {
        self.odd_space();
        self.node(node, 0);
        self.odd_space();
        self.text
    }

    fn node(&mut self, node: &Node, depth: usize) {
        match node {
            Node::Plain(written) => self.text.push_str(written),
            Node::Text(text) => self.string(text),
            Node::List(items) => self.inside('[', ']', items, depth, |writer, item| {
                writer.node(item, depth + 1);
            }),
            Node::Map(members) => self.inside('{', '}', members, depth, |writer, (name, value)| {
                writer.string(name);
                writer.odd_space();
                writer.text.push(':');
                if writer.space == Space::Pretty {
                    writer.text.push(' ');
                }
                writer.odd_space();
                writer.node(value, depth + 1);
            }),
        }
    }

    fn inside<T>(
        &mut self,
        open: char,
        close: char,
        items: &[T],
        depth: usize,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.text.push(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line(depth + 1);
            write(self, item);
            self.odd_space();
        }
        if !items.is_empty() {
            self.line(depth);
        }
        self.odd_space();
        self.text.push(close);
    }

    fn line(&mut self, depth: usize) {
        if self.space == Space::Pretty {
            self.text.push('\n');
            self.text.push_str(&"  ".repeat(depth));
        }
        self.odd_space();
    }

    fn odd_space(&mut self) {
        if self.space == Space::Odd {
            for _ in 0..self.random.below(3) {
                self.text.push(self.random.pick(&[' ', '\t', '\n', '\r']));
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            let is_chosen = self.escapes > 0 && self.random.one_in(self.escapes);
            match character {
                '"' | '\\' | '\0'..='\u{1f}' => self.escape(character),
                _ if is_chosen => self.escape(character),
                _ => self.text.push(character),
            }
        }
        self.text.push('"');
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\u{8}' => Some('b'),
            '\u{c}' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        match short {
            Some(letter) if !self.random.one_in(3) => self.text.extend(['\\', letter]),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let escape = match self.random.one_in(2) {
                        true => format!("\\u{unit:04x}"),
                        false => format!("\\u{unit:04X}"),
                    };
                    self.text.push_str(&escape);
                }
            }
        }
    }
}
