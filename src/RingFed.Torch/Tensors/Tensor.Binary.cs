namespace TorchSharp;

public static partial class torch
{
    /// <summary>What becomes of a quotient.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    // Functions of two tensors, which broadcast. A trailing underscore changes the first one itself.
    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    public static Tensor remainder_(Tensor left, Tensor right) => left.remainder_(right);

    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    public static Tensor remainder_(Tensor left, Scalar right) => left.remainder_(right);

    public static Tensor eq(Tensor left, Tensor right) => left.eq(right);

    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    public static Tensor lt(Tensor left, Tensor right) => left.lt(right);

    public static Tensor le(Tensor left, Tensor right) => left.le(right);

    public static Tensor gt(Tensor left, Tensor right) => left.gt(right);

    public static Tensor ge(Tensor left, Tensor right) => left.ge(right);

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    public static Tensor atan2(Tensor input, Tensor other) => input.atan2(other);

    public static Tensor logaddexp(Tensor left, Tensor right) => left.logaddexp(right);

    public static Tensor logical_and(Tensor left, Tensor right) => left.logical_and(right);

    public static Tensor logical_or(Tensor left, Tensor right) => left.logical_or(right);

    public static Tensor logical_xor(Tensor left, Tensor right) => left.logical_xor(right);

    public static Tensor bitwise_and(Tensor left, Tensor right) => left.bitwise_and(right);

    public static Tensor bitwise_or(Tensor left, Tensor right) => left.bitwise_or(right);

    public static Tensor bitwise_xor(Tensor left, Tensor right) => left.bitwise_xor(right);

    public static Tensor xlogy(Tensor x, Tensor y) => x.xlogy(y);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);

    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor add(Tensor left, Tensor right) => left.add(right);

    public static Tensor add(Tensor left, Tensor right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add_(Tensor left, Tensor right) => left.add_(right);

    public static Tensor add_(Tensor left, Tensor right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor add(Tensor left, Scalar right) => left.add(right);

    public static Tensor add(Tensor left, Scalar right, Scalar alpha) => left.add(right, alpha);

    public static Tensor add_(Tensor left, Scalar right) => left.add_(right);

    public static Tensor add_(Tensor left, Scalar right, Scalar alpha) => left.add_(right, alpha);

    public static Tensor sub(Tensor left, Tensor right) => left.sub(right);

    public static Tensor sub_(Tensor left, Tensor right) => left.sub_(right);

    public static Tensor sub(Tensor left, Scalar right) => left.sub(right);

    public static Tensor sub_(Tensor left, Scalar right) => left.sub_(right);

    public static Tensor div(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(right, rounding_mode);

    public static Tensor div_(Tensor left, Tensor right, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(right, rounding_mode);

    public static Tensor div(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div(right, rounding_mode);

    public static Tensor div_(Tensor left, Scalar right, RoundingMode rounding_mode = RoundingMode.None) =>
        left.div_(right, rounding_mode);

    public partial class Tensor
    {
        public Tensor mul(Tensor target) => Native.Own(Native.rf_tensor_mul(Handle, target.Handle));

        public Tensor mul_(Tensor target) => Same(Native.rf_tensor_mul_(Handle, target.Handle));

        public Tensor mul(Scalar target) => Native.Own(Native.rf_tensor_mul_scalar(Handle, target.Value));

        public Tensor mul_(Scalar target) => Same(Native.rf_tensor_mul_scalar_(Handle, target.Value));

        public Tensor pow(Tensor exponent) => Native.Own(Native.rf_tensor_pow(Handle, exponent.Handle));

        public Tensor pow_(Tensor exponent) => Same(Native.rf_tensor_pow_(Handle, exponent.Handle));

        public Tensor pow(Scalar exponent) => Native.Own(Native.rf_tensor_pow_scalar(Handle, exponent.Value));

        public Tensor pow_(Scalar exponent) => Same(Native.rf_tensor_pow_scalar_(Handle, exponent.Value));

        public Tensor remainder(Tensor target) => Native.Own(Native.rf_tensor_remainder(Handle, target.Handle));

        public Tensor remainder_(Tensor target) => Same(Native.rf_tensor_remainder_(Handle, target.Handle));

        public Tensor remainder(Scalar scalar) => Native.Own(Native.rf_tensor_remainder_scalar(Handle, scalar.Value));

        public Tensor remainder_(Scalar scalar) => Same(Native.rf_tensor_remainder_scalar_(Handle, scalar.Value));

        public Tensor eq(Tensor target) => Native.Own(Native.rf_tensor_eq(Handle, target.Handle));

        public Tensor eq_(Tensor target) => Same(Native.rf_tensor_eq_(Handle, target.Handle));

        public Tensor eq(Scalar target) => Native.Own(Native.rf_tensor_eq_scalar(Handle, target.Value));

        public Tensor eq_(Scalar target) => Same(Native.rf_tensor_eq_scalar_(Handle, target.Value));

        public Tensor ne(Tensor target) => Native.Own(Native.rf_tensor_ne(Handle, target.Handle));

        public Tensor ne_(Tensor target) => Same(Native.rf_tensor_ne_(Handle, target.Handle));

        public Tensor ne(Scalar target) => Native.Own(Native.rf_tensor_ne_scalar(Handle, target.Value));

        public Tensor ne_(Scalar target) => Same(Native.rf_tensor_ne_scalar_(Handle, target.Value));

        public Tensor lt(Tensor target) => Native.Own(Native.rf_tensor_lt(Handle, target.Handle));

        public Tensor lt_(Tensor target) => Same(Native.rf_tensor_lt_(Handle, target.Handle));

        public Tensor lt(Scalar target) => Native.Own(Native.rf_tensor_lt_scalar(Handle, target.Value));

        public Tensor lt_(Scalar target) => Same(Native.rf_tensor_lt_scalar_(Handle, target.Value));

        public Tensor le(Tensor target) => Native.Own(Native.rf_tensor_le(Handle, target.Handle));

        public Tensor le_(Tensor target) => Same(Native.rf_tensor_le_(Handle, target.Handle));

        public Tensor le(Scalar target) => Native.Own(Native.rf_tensor_le_scalar(Handle, target.Value));

        public Tensor le_(Scalar target) => Same(Native.rf_tensor_le_scalar_(Handle, target.Value));

        public Tensor gt(Tensor target) => Native.Own(Native.rf_tensor_gt(Handle, target.Handle));

        public Tensor gt_(Tensor target) => Same(Native.rf_tensor_gt_(Handle, target.Handle));

        public Tensor gt(Scalar target) => Native.Own(Native.rf_tensor_gt_scalar(Handle, target.Value));

        public Tensor gt_(Scalar target) => Same(Native.rf_tensor_gt_scalar_(Handle, target.Value));

        public Tensor ge(Tensor target) => Native.Own(Native.rf_tensor_ge(Handle, target.Handle));

        public Tensor ge_(Tensor target) => Same(Native.rf_tensor_ge_(Handle, target.Handle));

        public Tensor ge(Scalar target) => Native.Own(Native.rf_tensor_ge_scalar(Handle, target.Value));

        public Tensor ge_(Scalar target) => Same(Native.rf_tensor_ge_scalar_(Handle, target.Value));

        public Tensor maximum(Tensor other) => Native.Own(Native.rf_tensor_maximum(Handle, other.Handle));

        public Tensor minimum(Tensor other) => Native.Own(Native.rf_tensor_minimum(Handle, other.Handle));

        public Tensor atan2(Tensor other) => Native.Own(Native.rf_tensor_atan2(Handle, other.Handle));

        public Tensor logaddexp(Tensor other) => Native.Own(Native.rf_tensor_logaddexp(Handle, other.Handle));

        public Tensor logical_and(Tensor other) => Native.Own(Native.rf_tensor_logical_and(Handle, other.Handle));

        public Tensor logical_or(Tensor other) => Native.Own(Native.rf_tensor_logical_or(Handle, other.Handle));

        public Tensor logical_xor(Tensor other) => Native.Own(Native.rf_tensor_logical_xor(Handle, other.Handle));

        public Tensor bitwise_and(Tensor other) => Native.Own(Native.rf_tensor_bitwise_and(Handle, other.Handle));

        public Tensor bitwise_or(Tensor other) => Native.Own(Native.rf_tensor_bitwise_or(Handle, other.Handle));

        public Tensor bitwise_xor(Tensor other) => Native.Own(Native.rf_tensor_bitwise_xor(Handle, other.Handle));

        public Tensor xlogy(Tensor y) => Native.Own(Native.rf_tensor_xlogy(Handle, y.Handle));

        public Tensor matmul(Tensor target) => Native.Own(Native.rf_tensor_matmul(Handle, target.Handle));

        public Tensor mm(Tensor target) => Native.Own(Native.rf_tensor_mm(Handle, target.Handle));

        public Tensor bmm(Tensor batch2) => Native.Own(Native.rf_tensor_bmm(Handle, batch2.Handle));

        public Tensor mv(Tensor target) => Native.Own(Native.rf_tensor_mv(Handle, target.Handle));

        public Tensor dot(Tensor target) => Native.Own(Native.rf_tensor_dot(Handle, target.Handle));

        public Tensor outer(Tensor vec2) => Native.Own(Native.rf_tensor_outer(Handle, vec2.Handle));

        public Tensor expand_as(Tensor other) => Native.Own(Native.rf_tensor_expand_as(Handle, other.Handle));

        public Tensor add(Tensor target) => Native.Own(Native.rf_tensor_add(Handle, target.Handle, RfScalar.One));

        public Tensor add(Tensor target, Scalar alpha) => Native.Own(Native.rf_tensor_add(Handle, target.Handle, alpha.Value));

        public Tensor add_(Tensor target) => Same(Native.rf_tensor_add_(Handle, target.Handle, RfScalar.One));

        public Tensor add_(Tensor target, Scalar alpha) => Same(Native.rf_tensor_add_(Handle, target.Handle, alpha.Value));

        public Tensor add(Scalar scalar) => Native.Own(Native.rf_tensor_add_scalar(Handle, scalar.Value, RfScalar.One));

        public Tensor add(Scalar scalar, Scalar alpha) => Native.Own(Native.rf_tensor_add_scalar(Handle, scalar.Value, alpha.Value));

        public Tensor add_(Scalar scalar) => Same(Native.rf_tensor_add_scalar_(Handle, scalar.Value, RfScalar.One));

        public Tensor add_(Scalar scalar, Scalar alpha) => Same(Native.rf_tensor_add_scalar_(Handle, scalar.Value, alpha.Value));

        public Tensor sub(Tensor target) => Native.Own(Native.rf_tensor_sub(Handle, target.Handle, RfScalar.One));

        public Tensor sub_(Tensor target) => Same(Native.rf_tensor_sub_(Handle, target.Handle, RfScalar.One));

        public Tensor sub(Scalar target) => Native.Own(Native.rf_tensor_sub_scalar(Handle, target.Value, RfScalar.One));

        public Tensor sub_(Scalar target) => Same(Native.rf_tensor_sub_scalar_(Handle, target.Value, RfScalar.One));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Own(Native.rf_tensor_div(Handle, target.Handle, (int)rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Same(Native.rf_tensor_div_(Handle, target.Handle, (int)rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Own(Native.rf_tensor_div_scalar(Handle, target.Value, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Same(Native.rf_tensor_div_scalar_(Handle, target.Value, (int)rounding_mode));
    }
}
