import Foundation

@testable import Dashboard

/// How people see colors, by the matrices of Machado, Oliveira and Fernandes (2009) at full severity.
enum Eyes: CaseIterable {
    case normal, deutan, protan

    private var matrix: [[Double]] {
        switch self {
        case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .deutan:
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        case .protan:
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        }
    }

    /// The distance in CIELAB (1976) of what is seen; 2.3 is just noticeable.
    func difference(_ first: RGB, _ second: RGB) -> Double {
        let (first, second) = (lab(first), lab(second))
        return zip(first, second).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }

    private func lab(_ color: RGB) -> [Double] {
        let seen = matrix.map { row in min(1, max(0, zip(row, linear(color)).map(*).reduce(0, +))) }
        func form(_ value: Double) -> Double { value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116 }
        let x = form((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505)
        let y = form(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
        let z = form((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089)
        return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
    }
}

/// Contrast as WCAG 2 defines it: from 1 to 21.
func contrast(_ first: RGB, _ second: RGB) -> Double {
    let (dark, light) = (min(luminance(first), luminance(second)), max(luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)
}

private func luminance(_ color: RGB) -> Double {
    let levels = linear(color)
    return 0.2126 * levels[0] + 0.7152 * levels[1] + 0.0722 * levels[2]
}

private func linear(_ color: RGB) -> [Double] {
    [color.red, color.green, color.blue].map { byte in
        let value = Double(byte) / 255
        return value > 0.04045 ? pow((value + 0.055) / 1.055, 2.4) : value / 12.92
    }
}
