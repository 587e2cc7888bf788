/// The table of keys. It dispatches them, fills the key line, and is the source of the help and README.
public enum Keymap {
    /// The kind of session on the screen.
    public enum Subject: Sendable {
        case run, recording
    }

    /// The groups of keys, in the order of the help.
    public enum Section: String, CaseIterable, Sendable {
        case run = "the run"
        case recording = "the recording"
        case view = "view"
        case screen = "the screen"

        /// The kinds of sessions in which its keys work.
        public var subjects: Set<Subject> {
            switch self {
            case .run: [.run]
            case .recording: [.recording]
            case .view, .screen: [.run, .recording]
            }
        }
    }

    /// One row of the table.
    public struct Binding: Sendable {
        public var section: Section
        /// The keys, each with its action.
        public var keys: [(Key, Action)]
        /// The keys as text.
        public var label: String
        /// A word or two for the key line; empty if it is not on that line.
        public var brief: String
        /// A few words for the help.
        public var help: String

        init(_ section: Section, _ keys: [(Key, Action)], _ label: String, _ brief: String, _ help: String) {
            (self.section, self.keys, self.label) = (section, keys, label)
            (self.brief, self.help) = (brief, help)
        }

        /// True if it works on a run that is over.
        public var worksAfterEnd: Bool { section != .run }
    }

    /// All bindings. Help and quit are last, since the key line drops them last.
    public static let bindings: [Binding] = run + recording + view + screen

    /// The bindings that work in a kind of session.
    public static func bindings(on subject: Subject) -> [Binding] {
        bindings.filter { $0.section.subjects.contains(subject) }
    }

    /// The letter bound to an action; nil if there is none.
    static func name(of action: Action) -> String? {
        for case (.character(let letter), action) in bindings.flatMap(\.keys) { return String(letter) }
        return nil
    }

    /// The action of a key in a kind of session; nil if it has none.
    public static func action(_ key: Key, on subject: Subject) -> Action? {
        for binding in bindings where binding.section.subjects.contains(subject) {
            if let action = binding.keys.first(where: { $0.0 == key })?.1 { return action }
        }
        return nil
    }

    /// Characters with their actions.
    static func keys(_ keys: (Character, Action)...) -> [(Key, Action)] { keys.map { (.character($0.0), $0.1) } }
}
