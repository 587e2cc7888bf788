import Glibc
import Telemetry

/// Combines the gradient norms of parameters into those of layers.
struct LayerNorms {
    /// Names of the layers, in model order.
    let names: [String]
    /// The layer of each parameter, as an index of `names`.
    private let layers: [Int]

    init(parameters: [String]) {
        var names: [String] = []
        layers = parameters.map { parameter in
            let name = LayerNorms.layer(ofParameter: parameter)
            if let known = names.firstIndex(of: name) { return known }
            names.append(name)
            return names.count - 1
        }
        self.names = names
    }

    /// The norm of each layer from its parameters' norms, under the same p; a frozen layer is left out.
    func join(_ parameterNorms: [Double], isTrained: [Bool], normType: Double) -> [NamedNumber] {
        var joined = [Double?](repeating: nil, count: names.count)
        for (index, norm) in parameterNorms.enumerated() where isTrained[index] {
            joined[layers[index]] = combine(joined[layers[index]] ?? 0, norm, normType)
        }
        return zip(names, joined).compactMap { name, norm in norm.map { NamedNumber(name, $0) } }
    }

    /// The layer that a parameter belongs to: its name without "weight" or "bias" at the end.
    ///
    /// "hidden1.weight" and "hidden1.bias" are layer "hidden1". A recurrent layer counts as two, "rnn.ih" for its input
    /// weights and "rnn.hh" for its recurrent ones, since one may vanish while the other does not.
    static func layer(ofParameter name: String) -> String {
        var parts = name.split(separator: ".").map(String.init)
        guard var last = parts.popLast() else { return name }
        if last.hasSuffix("_l0") { last.removeLast(3) }
        for kind in ["weight", "bias"] where last == kind || last.hasPrefix(kind + "_") {
            let rest = last.dropFirst(kind.count + 1)
            if !rest.isEmpty { parts.append(String(rest)) }
            return parts.isEmpty ? name : parts.joined(separator: ".")
        }
        return name
    }
}

/// The p-norm of two numbers that are p-norms themselves.
private func combine(_ left: Double, _ right: Double, _ p: Double) -> Double {
    if left.isNaN || right.isNaN { return .nan }
    if p.isInfinite || left == 0 || right == 0 { return max(left, right) }
    // Scaled by the larger one, so that no power overflows.
    let (large, small) = (max(left, right), min(left, right))
    if large.isInfinite { return large }
    return large * pow(1 + pow(small / large, p), 1 / p)
}
