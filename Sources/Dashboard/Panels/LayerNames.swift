/// Names of layers shortened to a width so that they stay distinct.
///
/// If all fit they are unchanged. Otherwise the common leading parts are dropped; in a name that is still too long the parts
/// before the last are reduced, from the left, to their initial and digits, and finally the middle of the last part to an
/// ellipsis: `transformer.h.0.attn.c_attn` in 12 columns is `h.0.a.c_attn`.
///
/// - Parameter names: parts separated by dots, as PyTorch names modules.
func abbreviatedNames(_ names: [String], in width: Int) -> [String] {
    guard names.contains(where: { $0.unicodeScalars.count > width }) else { return names }
    let names = names.map { $0.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
    let shortest = names.map(\.count).min() ?? 1
    let shared = (0..<shortest - 1).prefix { index in names.allSatisfy { $0[index] == names[0][index] } }.count
    return names.map { fitted($0.dropFirst(shared), to: width) }
}

private func fitted(_ parts: ArraySlice<String>, to width: Int) -> String {
    var parts = parts
    var length = parts.reduce(parts.count - 1) { $0 + $1.unicodeScalars.count }
    for index in parts.indices.dropLast() {
        guard length > width else { break }
        // The digits distinguish blocks.
        let scalars = parts[index].unicodeScalars
        let short = String(String.UnicodeScalarView(scalars.prefix(1) + scalars.dropFirst().filter(isDigit)))
        length -= scalars.count - short.unicodeScalars.count
        parts[index] = short
    }
    let start = parts.dropLast().map { $0 + "." }.joined()
    let room = width - start.unicodeScalars.count
    return room < 3
        ? shortenedInMiddle(parts.joined(separator: "."), to: width)
        : start + shortenedInMiddle(parts.last ?? "", to: room)
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
