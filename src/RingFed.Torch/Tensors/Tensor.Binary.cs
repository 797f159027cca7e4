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
        public Tensor mul(Tensor target) => Native.Own(Native.rf_tensor_mul(this, target));

        public Tensor mul_(Tensor target) => Same(Native.rf_tensor_mul_(this, target));

        public Tensor mul(Scalar target) => Native.Own(Native.rf_tensor_mul_scalar(this, target.Value));

        public Tensor mul_(Scalar target) => Same(Native.rf_tensor_mul_scalar_(this, target.Value));

        public Tensor pow(Tensor exponent) => Native.Own(Native.rf_tensor_pow(this, exponent));

        public Tensor pow_(Tensor exponent) => Same(Native.rf_tensor_pow_(this, exponent));

        public Tensor pow(Scalar exponent) => Native.Own(Native.rf_tensor_pow_scalar(this, exponent.Value));

        public Tensor pow_(Scalar exponent) => Same(Native.rf_tensor_pow_scalar_(this, exponent.Value));

        public Tensor remainder(Tensor target) => Native.Own(Native.rf_tensor_remainder(this, target));

        public Tensor remainder_(Tensor target) => Same(Native.rf_tensor_remainder_(this, target));

        public Tensor remainder(Scalar scalar) => Native.Own(Native.rf_tensor_remainder_scalar(this, scalar.Value));

        public Tensor remainder_(Scalar scalar) => Same(Native.rf_tensor_remainder_scalar_(this, scalar.Value));

        public Tensor eq(Tensor target) => Native.Own(Native.rf_tensor_eq(this, target));

        public Tensor eq_(Tensor target) => Same(Native.rf_tensor_eq_(this, target));

        public Tensor eq(Scalar target) => Native.Own(Native.rf_tensor_eq_scalar(this, target.Value));

        public Tensor eq_(Scalar target) => Same(Native.rf_tensor_eq_scalar_(this, target.Value));

        public Tensor ne(Tensor target) => Native.Own(Native.rf_tensor_ne(this, target));

        public Tensor ne_(Tensor target) => Same(Native.rf_tensor_ne_(this, target));

        public Tensor ne(Scalar target) => Native.Own(Native.rf_tensor_ne_scalar(this, target.Value));

        public Tensor ne_(Scalar target) => Same(Native.rf_tensor_ne_scalar_(this, target.Value));

        public Tensor lt(Tensor target) => Native.Own(Native.rf_tensor_lt(this, target));

        public Tensor lt_(Tensor target) => Same(Native.rf_tensor_lt_(this, target));

        public Tensor lt(Scalar target) => Native.Own(Native.rf_tensor_lt_scalar(this, target.Value));

        public Tensor lt_(Scalar target) => Same(Native.rf_tensor_lt_scalar_(this, target.Value));

        public Tensor le(Tensor target) => Native.Own(Native.rf_tensor_le(this, target));

        public Tensor le_(Tensor target) => Same(Native.rf_tensor_le_(this, target));

        public Tensor le(Scalar target) => Native.Own(Native.rf_tensor_le_scalar(this, target.Value));

        public Tensor le_(Scalar target) => Same(Native.rf_tensor_le_scalar_(this, target.Value));

        public Tensor gt(Tensor target) => Native.Own(Native.rf_tensor_gt(this, target));

        public Tensor gt_(Tensor target) => Same(Native.rf_tensor_gt_(this, target));

        public Tensor gt(Scalar target) => Native.Own(Native.rf_tensor_gt_scalar(this, target.Value));

        public Tensor gt_(Scalar target) => Same(Native.rf_tensor_gt_scalar_(this, target.Value));

        public Tensor ge(Tensor target) => Native.Own(Native.rf_tensor_ge(this, target));

        public Tensor ge_(Tensor target) => Same(Native.rf_tensor_ge_(this, target));

        public Tensor ge(Scalar target) => Native.Own(Native.rf_tensor_ge_scalar(this, target.Value));

        public Tensor ge_(Scalar target) => Same(Native.rf_tensor_ge_scalar_(this, target.Value));

        public Tensor maximum(Tensor other) => Native.Own(Native.rf_tensor_maximum(this, other));

        public Tensor minimum(Tensor other) => Native.Own(Native.rf_tensor_minimum(this, other));

        public Tensor atan2(Tensor other) => Native.Own(Native.rf_tensor_atan2(this, other));

        public Tensor logaddexp(Tensor other) => Native.Own(Native.rf_tensor_logaddexp(this, other));

        public Tensor logical_and(Tensor other) => Native.Own(Native.rf_tensor_logical_and(this, other));

        public Tensor logical_or(Tensor other) => Native.Own(Native.rf_tensor_logical_or(this, other));

        public Tensor logical_xor(Tensor other) => Native.Own(Native.rf_tensor_logical_xor(this, other));

        public Tensor bitwise_and(Tensor other) => Native.Own(Native.rf_tensor_bitwise_and(this, other));

        public Tensor bitwise_or(Tensor other) => Native.Own(Native.rf_tensor_bitwise_or(this, other));

        public Tensor bitwise_xor(Tensor other) => Native.Own(Native.rf_tensor_bitwise_xor(this, other));

        public Tensor xlogy(Tensor y) => Native.Own(Native.rf_tensor_xlogy(this, y));

        public Tensor matmul(Tensor target) => Native.Own(Native.rf_tensor_matmul(this, target));

        public Tensor mm(Tensor target) => Native.Own(Native.rf_tensor_mm(this, target));

        public Tensor bmm(Tensor batch2) => Native.Own(Native.rf_tensor_bmm(this, batch2));

        public Tensor mv(Tensor target) => Native.Own(Native.rf_tensor_mv(this, target));

        public Tensor dot(Tensor target) => Native.Own(Native.rf_tensor_dot(this, target));

        public Tensor outer(Tensor vec2) => Native.Own(Native.rf_tensor_outer(this, vec2));

        public Tensor expand_as(Tensor other) => Native.Own(Native.rf_tensor_expand_as(this, other));

        public Tensor add(Tensor target) => Native.Own(Native.rf_tensor_add(this, target, RfScalar.One));

        public Tensor add(Tensor target, Scalar alpha) => Native.Own(Native.rf_tensor_add(this, target, alpha.Value));

        public Tensor add_(Tensor target) => Same(Native.rf_tensor_add_(this, target, RfScalar.One));

        public Tensor add_(Tensor target, Scalar alpha) => Same(Native.rf_tensor_add_(this, target, alpha.Value));

        public Tensor add(Scalar scalar) => Native.Own(Native.rf_tensor_add_scalar(this, scalar.Value, RfScalar.One));

        public Tensor add(Scalar scalar, Scalar alpha) => Native.Own(Native.rf_tensor_add_scalar(this, scalar.Value, alpha.Value));

        public Tensor add_(Scalar scalar) => Same(Native.rf_tensor_add_scalar_(this, scalar.Value, RfScalar.One));

        public Tensor add_(Scalar scalar, Scalar alpha) => Same(Native.rf_tensor_add_scalar_(this, scalar.Value, alpha.Value));

        public Tensor sub(Tensor target) => Native.Own(Native.rf_tensor_sub(this, target, RfScalar.One));

        public Tensor sub_(Tensor target) => Same(Native.rf_tensor_sub_(this, target, RfScalar.One));

        public Tensor sub(Scalar target) => Native.Own(Native.rf_tensor_sub_scalar(this, target.Value, RfScalar.One));

        public Tensor sub_(Scalar target) => Same(Native.rf_tensor_sub_scalar_(this, target.Value, RfScalar.One));

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Own(Native.rf_tensor_div(this, target, (int)rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Same(Native.rf_tensor_div_(this, target, (int)rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Native.Own(Native.rf_tensor_div_scalar(this, target.Value, (int)rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Same(Native.rf_tensor_div_scalar_(this, target.Value, (int)rounding_mode));
    }
}
