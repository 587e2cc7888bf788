/// The glyph for a character of text from outside: the character itself if it is printable and one column wide, else a
/// question mark.
func oneColumn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: scalar
    case 0x370...0x377, 0x37A...0x37F, 0x384...0x3FF, 0x400...0x482, 0x48A...0x52F: scalar
    case 0x2010...0x2027, 0x2030...0x205E, 0x2190...0x21FF, 0x2200...0x22FF: scalar
    case 0x2500...0x25FF, 0x2713...0x2717, 0x2800...0x28FF: scalar
    default: "?"
    }
}

/// Text cut to a width, the cut shown by an ellipsis.
func shortened(_ text: String, to width: Int) -> String {
    guard text.unicodeScalars.count > width else { return text }
    guard width > 1 else { return String(text.unicodeScalars.prefix(max(0, width))) }
    return String(text.unicodeScalars.prefix(width - 1)) + "…"
}

/// Text cut to a width by an ellipsis in the middle, since names differ most at their ends.
func shortenedInMiddle(_ text: String, to width: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > width, width > 2 else { return shortened(text, to: width) }
    let (head, tail) = ((width - 1) / 2, width / 2)
    return String(scalars.prefix(head)) + "…" + String(scalars.suffix(tail))
}

/// Text wrapped to rows of at most `width` columns. A word longer than that is split.
func wrapped(_ text: String, to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var rows: [String] = []
    var row = ""
    for word in text.split(separator: " ") {
        var word = word.unicodeScalars[...]
        while true {
            let used = row.unicodeScalars.count
            let room = row.isEmpty ? width : width - used - 1
            if word.count <= room {
                row += (row.isEmpty ? "" : " ") + String(word)
                break
            }
            if !row.isEmpty {
                rows.append(row)
                row = ""
            } else {
                rows.append(String(word.prefix(width)))
                word = word.dropFirst(width)
            }
        }
    }
    return row.isEmpty ? rows : rows + [row]
}
