import CKernels
import Glibc

/// How one kind of norm is measured, combined over tensors, and finished.
struct NormRule<Element: Scalar> {
    let p: Double

    init(_ p: Double) { self.p = p }

    var measure: ck_measure {
        switch p {
        case 2: CK_SUM_OF_SQUARES
        case 1: CK_SUM_OF_MAGNITUDES
        case .infinity: CK_LARGEST_MAGNITUDE
        case -.infinity: CK_SMALLEST_MAGNITUDE
        case 0: CK_COUNT_OF_NONZERO
        default: CK_SUM_OF_POWERS
        }
    }

    func join(_ gathered: Double?, _ measured: Double) -> Double {
        let next = p == 0 ? (measured == 0 ? 0 : 1) : measured
        return gathered.map { Kernels<Element>.join(measure, $0, next) } ?? next
    }

    func norm(_ gathered: Double) -> Double {
        let rounded = Element(gathered)
        switch p {
        case 2: return Double(rounded.squareRoot())
        case 1, 0, .infinity, -.infinity: return Double(rounded)
        default: return Double(Element(pow(Double(rounded), 1 / p)))
        }
    }
}
