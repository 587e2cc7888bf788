import CKernels

extension Scalar {
    /// The C kernels' name of this type.
    static var kernelType: ck_type { self == Float.self ? CK_FLOAT : CK_DOUBLE }
}
