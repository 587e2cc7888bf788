import CYaml

/// A YAML text taken apart event by event, as libyaml finds them.
///
/// Nothing is held back: a reader that has had enough stops asking.
@safe final class YAMLEvents {
    /// Part of a document, and where it begins.
    struct Event {
        var content: Content
        /// Counted from 1.
        var line: Int
        var column: Int
    }

    enum Content {
        case documentStart, documentEnd, streamEnd
        case alias(String)
        case scalar(Scalar)
        case listStart(Properties)
        case listEnd
        case sectionStart(Properties)
        case sectionEnd
    }

    struct Scalar {
        var text: String
        /// True for a text between quotes or in a block, which is never a number.
        var isQuoted: Bool
        var properties: Properties
    }

    /// What stands before a value.
    struct Properties {
        var anchor: String?
        /// In full, such as "tag:yaml.org,2002:str"; nil where the text gives none.
        var tag: String?
    }

    /// Why a text is not YAML.
    struct Failure: Error {
        var line: Int
        var problem: String
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    // libyaml keeps the address of its parser.
    private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)

    /// - Parameter bytes: UTF-8; they stay where they are for as long as this object lives.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.bytes = unsafe bytes
        unsafe parser.initialize(to: yaml_parser_t())
        unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    func next() throws(Failure) -> Event {
        while true {
            var event = unsafe yaml_event_t()
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure }
            defer { unsafe yaml_event_delete(&event) }
            guard let content = unsafe content(of: event) else { continue }
            return unsafe Event(content: content, line: event.start_mark.line + 1, column: event.start_mark.column + 1)
        }
    }

    /// What an event is; nil for one that says nothing.
    private func content(of event: yaml_event_t) -> Content? {
        let data = unsafe event.data
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_ALIAS_EVENT: return unsafe .alias(text(data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = unsafe data.scalar
            let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return unsafe .scalar(
                Scalar(
                    text: String(decoding: bytes, as: UTF8.self),
                    isQuoted: scalar.style != YAML_PLAIN_SCALAR_STYLE,
                    properties: Properties(anchor: text(scalar.anchor), tag: text(scalar.tag))
                )
            )
        case YAML_SEQUENCE_START_EVENT:
            let start = unsafe data.sequence_start
            return unsafe .listStart(Properties(anchor: text(start.anchor), tag: text(start.tag)))
        case YAML_SEQUENCE_END_EVENT: return .listEnd
        case YAML_MAPPING_START_EVENT:
            let start = unsafe data.mapping_start
            return unsafe .sectionStart(Properties(anchor: text(start.anchor), tag: text(start.tag)))
        case YAML_MAPPING_END_EVENT: return .sectionEnd
        default: return nil
        }
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe pointer.map { unsafe String(decodingCString: $0, as: UTF8.self) }
    }

    private var failure: Failure {
        let (state, problem) = unsafe (
            parser.pointee, parser.pointee.problem.map { unsafe String(cString: $0) } ?? "it is broken"
        )
        if unsafe state.error == YAML_READER_ERROR {
            let before = unsafe bytes.prefix(state.problem_offset)
            return unsafe Failure(line: before.count { $0 == UInt8(ascii: "\n") } + 1, problem: problem)
        }
        let context = unsafe state.context.map { unsafe " \(String(cString: $0))" } ?? ""
        let isTab = unsafe bytes.indices.contains(state.problem_mark.index) && isTab(at: state.problem_mark)
        let hint = isTab ? " (a tab stands where YAML takes spaces only)" : ""
        return unsafe Failure(line: state.problem_mark.line + 1, problem: problem + context + hint)
    }

    /// Whether the line of a mark has a tab among what indents it.
    private func isTab(at mark: yaml_mark_t) -> Bool {
        let line = unsafe bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst(
            mark.line
        )
        .first
        return unsafe line?.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.contains(UInt8(ascii: "\t"))
            == true
    }
}
