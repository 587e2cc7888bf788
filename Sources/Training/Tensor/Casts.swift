/// Pointers as those of the type that Element is.
extension Kernels {
    static var isFloat: Bool { Element.self == Float.self }

    /// The same memory as Float; only where Element is Float.
    static func f(_ pointer: UnsafePointer<Element>) -> UnsafePointer<Float> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }
    static func f(_ pointer: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Float.self)
    }
    /// The same memory as Double; only where Element is Double.
    static func d(_ pointer: UnsafePointer<Element>) -> UnsafePointer<Double> {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }
    static func d(_ pointer: UnsafeMutablePointer<Element>) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Double.self)
    }
}
