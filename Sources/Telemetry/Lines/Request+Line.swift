/// A request as a JSON object: {"set":"max_norm","value":0.5}, {"pause":true}.
extension Request: LineValue {
    static func read(
        _ scanner: inout JSONScanner,
        _ faults: inout FieldFaults,
        _ field: String
    ) throws(JSONScanner.Malformed) -> Request? {
        var request: Request?
        var name: String?
        var value: SettingValue?
        try faults.object(&scanner, field) { (faults, scanner, member) throws(JSONScanner.Malformed) in
            switch member {
            case "pause": request = try faults.bool(&scanner, field) == true ? .pause : request
            case "resume": request = try faults.bool(&scanner, field) == true ? .resume : request
            case "advance": request = try faults.whole(&scanner, field).map { .advance($0) } ?? request
            case "set": name = try faults.text(&scanner, field)
            case "value": value = try faults.value(&scanner, field)
            case "stop": request = try faults.bool(&scanner, field) == true ? .stop : request
            case "checkpoint": request = try faults.bool(&scanner, field) == true ? .checkpoint : request
            case "rewind": request = try faults.whole(&scanner, field).map { .rewind(to: $0) } ?? request
            default: try scanner.skipValue()
            }
        }
        guard let name else { return request }
        return value.map { .set(name: name, value: $0) }
    }

    func write(to encoder: inout LineEncoder) {
        encoder.raw("{")
        switch self {
        case .pause: encoder.member("pause", true)
        case .resume: encoder.member("resume", true)
        case .advance(let count): encoder.member("advance", count)
        case .set(let name, let value):
            encoder.member("set", name)
            encoder.member("value", value)
        case .stop: encoder.member("stop", true)
        case .checkpoint: encoder.member("checkpoint", true)
        case .rewind(let step): encoder.member("rewind", step)
        }
        encoder.raw("}")
    }
}
