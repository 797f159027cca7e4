namespace TorchSharp;

public static partial class torch
{
    /// <summary>Integers, or numbers in steps, from <paramref name="start"/> up to but not including <paramref name="stop"/>.</summary>
    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        device ??= CPU;
        bool floating = start.Value.IsFloating || stop.Value.IsFloating || step.Value.IsFloating;
        ScalarType type = dtype ?? (floating ? defaultType : ScalarType.Int64);
        return Native.Own(Native.rf_tensor_arange(
            start.Value, stop.Value, step.Value, (int)type, (int)device.type, device.index, requires_grad ? 1 : 0));
    }

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        device ??= CPU;
        return Native.Own(Native.rf_tensor_linspace(
            start, end, steps, (int)(dtype ?? defaultType), (int)device.type, device.index, requires_grad ? 1 : 0));
    }

    /// <summary>Ones on the diagonal.</summary>
    public static Tensor eye(
        long rows,
        long columns = -1,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null)
    {
        Unnamed(names);
        device ??= CPU;
        return Native.Own(Native.rf_tensor_eye(
            rows, columns < 0 ? rows : columns, (int)(dtype ?? defaultType), (int)device.type, device.index, requires_grad ? 1 : 0));
    }

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        zeros(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        ones(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        empty(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad, names);

    public static Tensor full_like(
        Tensor input,
        Scalar value,
        ScalarType? dtype = null,
        Device? device = null,
        bool requires_grad = false,
        string[]? names = null) =>
        full(input.shape, value, dtype ?? input.dtype, device ?? input.device, requires_grad, names);
}
