/// The keys and what they do: one table dispatches them, fills the key line and writes the help and README.
public enum Keymap {
    /// What is on the screen.
    public enum Subject: Sendable {
        case run, recording
    }

    /// What keys are about, in the order of the help.
    public enum Section: String, CaseIterable, Sendable {
        case run = "the run"
        case recording = "the recording"
        case view = "view"
        case screen = "the screen"

        /// What has to be on the screen for its keys to mean something.
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
        /// Keys and the action of each.
        public var keys: [(Key, Action)]
        /// How the keys are written.
        public var label: String
        /// A word or two for the key line; empty keeps it off that line.
        public var brief: String
        /// A few words for the help.
        public var help: String

        init(_ section: Section, _ keys: [(Key, Action)], _ label: String, _ brief: String, _ help: String) {
            (self.section, self.keys, self.label) = (section, keys, label)
            (self.brief, self.help) = (brief, help)
        }

        /// True when it means something on a run that is over.
        public var worksAfterEnd: Bool { section != .run }
    }

    /// Help and quit come last: they are the last to leave the key line.
    public static let bindings: [Binding] = run + recording + view + screen

    public static func bindings(on subject: Subject) -> [Binding] {
        bindings.filter { $0.section.subjects.contains(subject) }
    }

    /// The letter that does something; nil where no letter does.
    static func name(of action: Action) -> String? {
        for case (.character(let letter), action) in bindings.flatMap(\.keys) { return String(letter) }
        return nil
    }

    /// What a key does; nil when it does nothing here.
    public static func action(_ key: Key, on subject: Subject) -> Action? {
        for binding in bindings where binding.section.subjects.contains(subject) {
            if let action = binding.keys.first(where: { $0.0 == key })?.1 { return action }
        }
        return nil
    }

    /// Characters and what each does.
    static func keys(_ keys: (Character, Action)...) -> [(Key, Action)] { keys.map { (.character($0.0), $0.1) } }
}
