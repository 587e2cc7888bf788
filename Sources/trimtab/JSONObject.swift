import Telemetry

/// A JSON object that is built member by member, with numbers as in event lines. Of two members with the same name, the
/// first is kept.
struct JSONObject {
    private var members: [UInt8] = []
    private var names: Set<String> = []

    var bytes: [UInt8] { Array("{".utf8) + members + Array("}".utf8) }

    mutating func add(_ name: String, _ value: String?) {
        guard let value, open(name) else { return }
        members.append(json: value)
    }

    mutating func add(_ name: String, _ value: Double?) {
        guard let value, open(name) else { return }
        if value.isFinite { members += Array(shortest(value).utf8) } else { members.append(json: shortest(value)) }
    }

    mutating func add(_ name: String, _ value: SettingValue) {
        switch value {
        case .number(let number): add(name, number)
        case .word(let word): add(name, word)
        }
    }

    private mutating func open(_ name: String) -> Bool {
        guard names.insert(name).inserted else { return false }
        if !members.isEmpty { members.append(UInt8(ascii: ",")) }
        members.append(json: name)
        members.append(UInt8(ascii: ":"))
        return true
    }
}
