//! Drawn tables that are no tool's own: Markdown, and boxes around lines with a label.

use super::super::label::labelled;

/// What a row is to be read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// It is understood already, or says nothing.
    Understood,
    /// Lines, each as if it stood alone.
    Lines(Vec<String>),
}

/// The heads of the columns, and the row before, which is the head if a line follows it.
#[derive(Clone, Debug, Default)]
pub struct Table {
    heads: Vec<String>,
    before: Vec<String>,
}

/// The cells of a row; `None` where the line is no row. A line that is only drawn has none.
pub fn cells(text: &str) -> Option<Vec<&str>> {
    let is_drawn = text.starts_with(['+', '|', '│', '┃', '├', '╞', '╭', '╰', '┌', '└'])
        && text.chars().all(|letter| !letter.is_alphanumeric());
    if is_drawn {
        return Some(Vec::new());
    }
    let is_row = text.starts_with(['|', '│', '┃']);
    is_row.then(|| {
        let inside = text.trim_matches(['|', '│', '┃']);
        inside.split(['|', '│', '┃']).map(str::trim).collect()
    })
}

impl Table {
    /// The lines of a row: each cell behind the head of its column, or two cells as label and value.
    pub fn row(&mut self, cells: &[&str]) -> Row {
        if cells.is_empty() {
            self.heads = std::mem::take(&mut self.before);
            return Row::Understood;
        }
        self.before = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let filled: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        let lines = if let [label, value] = filled.as_slice()
            && !value.contains(':')
            && labelled(&format!("{label}: {value}")).is_some()
        {
            vec![format!("{label}: {value}")]
        } else if let Some(line) = filled
            .iter()
            .find(|cell| cell.contains(": ") && labelled(cell).is_some())
        {
            vec![(*line).to_owned()]
        } else if self.heads.len() == cells.len() && cells.len() > 1 {
            let headed = self.heads.iter().zip(cells);
            headed
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| format!("{head}: {cell}"))
                .collect()
        } else {
            filled.iter().map(|cell| (*cell).to_owned()).collect()
        };
        Row::Lines(lines)
    }
}
