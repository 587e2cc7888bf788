/// The reason why a line could not be read as an event.
public enum LineFault: Hashable, Sendable {
    /// Not a JSON object, or a malformed one.
    case notJSON
    /// JSON that is cut short, as by a writer that was killed.
    case cut
    /// A dictionary as Python prints it.
    case pythonDictionary
    /// A whole log as one JSON value, such as Hugging Face's trainer_state.json, on one line or on many.
    case wholeLog
    /// The names of a table's columns, as Lightning writes them.
    case table
    /// A JSON object that names neither an event nor a step.
    case noStep
    /// A step without a number that belongs to it.
    case noNumber
    /// A step that is not a whole number from 0 to 2⁵³.
    case badStep
    /// An event that lacks a required member.
    case incomplete
    /// Longer than `LineReader.longest`.
    case overlong
    /// UTF-16, as Windows PowerShell writes redirected output.
    case utf16

    /// The fault as a sentence, with the remedy if there is one.
    package var sentence: String {
        switch self {
        case .notJSON: "not a JSON object"
        case .cut: "cut short"
        case .pythonDictionary: "a Python dictionary, not JSON: print json.dumps(…) of it"
        case .wholeLog: "a whole log in one JSON value, not one object per line: try jq -c '.log_history[]' FILE"
        case .table: "a CSV table, not JSON: convert each row to an object (docs: OtherTools.md)"
        case .noStep: #"JSON, but no step: a step line needs "step" and "loss""#
        case .noNumber: #"JSON with a step, but no number: a step line needs "step" and "loss""#
        case .badStep: "a step that is not a whole number from 0 to 2^53"
        case .incomplete: "an event that lacks what its kind needs (docs: LineFormat.md)"
        case .overlong: "longer than 4 MiB"
        case .utf16: "UTF-16 text, not UTF-8: convert it with iconv -f UTF-16 -t UTF-8"
        }
    }
}
