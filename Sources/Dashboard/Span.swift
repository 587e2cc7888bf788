/// A stretch of text in one role.
struct Span: Equatable, Sendable {
    var text: String
    var role: Role

    init(_ text: String, _ role: Role = .text) {
        self.text = text
        self.role = role
    }

    /// Its width in columns.
    var width: Int { text.unicodeScalars.count }
}

/// Text on one row, in several roles.
struct Line: Equatable, Sendable, ExpressibleByArrayLiteral {
    var spans: [Span]

    init(_ spans: [Span] = []) { self.spans = spans }

    init(_ text: String, _ role: Role = .text) { spans = [Span(text, role)] }

    init(arrayLiteral spans: Span...) { self.spans = spans }

    /// Its width in columns.
    var width: Int { spans.reduce(0) { $0 + $1.width } }

    var isEmpty: Bool { width == 0 }

    mutating func append(_ span: Span) { spans.append(span) }

    static func + (left: Line, right: Line) -> Line { Line(left.spans + right.spans) }
    static func += (left: inout Line, right: Line) { left.spans += right.spans }
}

extension [Line] {
    /// The lines that are not empty, one after another with two blanks between.
    func joined() -> Line {
        Line([[Span]](filter { !$0.isEmpty }.map(\.spans)).joined(separator: [Span("  ", .faint)]).map { $0 })
    }
}
