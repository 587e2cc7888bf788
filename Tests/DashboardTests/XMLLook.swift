/// A look at an XML document that finds what is not well-formed: tags that do not match, attributes without quotes, stray
/// characters. Enough of the language for what the program writes.
struct XMLLook {
    struct Fault: Error {
        var reason: String
    }

    /// Elements by name.
    private(set) var counts: [String: Int] = [:]
    /// What stands in <text> elements.
    private(set) var text = ""
    private var open: [String] = []

    init(_ document: String) throws {
        var rest = Substring(document)
        while let start = rest.firstIndex(of: "<") {
            try read(characters: rest[..<start])
            guard let end = rest[start...].firstIndex(of: ">") else { throw Fault(reason: "a tag without an end") }
            try read(tag: rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
        }
        try read(characters: rest)
        guard open.isEmpty, counts["svg"] != nil else { throw Fault(reason: "left open: \(open)") }
    }

    private mutating func read(characters: Substring) throws {
        guard characters.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" }) else {
            throw Fault(reason: "a control character")
        }
        guard characters.replacing(/&(amp|lt|gt);/, with: "").firstIndex(of: "&") == nil else {
            throw Fault(reason: "a stray &: \(characters)")
        }
        guard !open.isEmpty || characters.allSatisfy(\.isWhitespace) else { throw Fault(reason: "text outside") }
        if open.last == "text" {
            text += characters.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        }
    }

    private mutating func read(tag: Substring) throws {
        if tag.hasPrefix("/") {
            guard open.popLast() == String(tag.dropFirst()) else { throw Fault(reason: "</\(tag)> closes another") }
            return
        }
        guard let match = tag.wholeMatch(of: /([a-zA-Z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?)/) else {
            throw Fault(reason: "<\(tag)> is no tag")
        }
        counts[String(match.1), default: 0] += 1
        if match.3.isEmpty { open.append(String(match.1)) }
    }
}
