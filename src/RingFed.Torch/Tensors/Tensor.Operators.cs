namespace TorchSharp;

public static partial class torch
{
    // Numbers go straight to libtorch: an operator on one makes no Scalar.
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) =>
            Native.Own(Native.rf_tensor_add(left, right, RfScalar.One));

        public static Tensor operator +(Tensor left, Scalar right) =>
            Native.Own(Native.rf_tensor_add_scalar(left, right.Value, RfScalar.One));

        public static Tensor operator +(Scalar left, Tensor right) => right + left;

        public static Tensor operator +(Tensor left, double right) =>
            Native.Own(Native.rf_tensor_add_scalar(left, right, RfScalar.One));

        public static Tensor operator +(double left, Tensor right) => right + left;

        public static Tensor operator +(Tensor left, float right) =>
            Native.Own(Native.rf_tensor_add_scalar(left, (double)right, RfScalar.One));

        public static Tensor operator +(float left, Tensor right) => right + left;

        public static Tensor operator +(Tensor left, long right) =>
            Native.Own(Native.rf_tensor_add_scalar(left, right, RfScalar.One));

        public static Tensor operator +(long left, Tensor right) => right + left;

        public static Tensor operator +(Tensor left, int right) =>
            Native.Own(Native.rf_tensor_add_scalar(left, (long)right, RfScalar.One));

        public static Tensor operator +(int left, Tensor right) => right + left;

        public static Tensor operator -(Tensor left, Tensor right) =>
            Native.Own(Native.rf_tensor_sub(left, right, RfScalar.One));

        public static Tensor operator -(Tensor left, Scalar right) =>
            Native.Own(Native.rf_tensor_sub_scalar(left, right.Value, RfScalar.One));

        public static Tensor operator -(Scalar left, Tensor right) => Native.Own(Native.rf_tensor_rsub_scalar(left.Value, right));

        public static Tensor operator -(Tensor left, double right) =>
            Native.Own(Native.rf_tensor_sub_scalar(left, right, RfScalar.One));

        public static Tensor operator -(double left, Tensor right) => Native.Own(Native.rf_tensor_rsub_scalar(left, right));

        public static Tensor operator -(Tensor left, float right) =>
            Native.Own(Native.rf_tensor_sub_scalar(left, (double)right, RfScalar.One));

        public static Tensor operator -(float left, Tensor right) => Native.Own(Native.rf_tensor_rsub_scalar((double)left, right));

        public static Tensor operator -(Tensor left, long right) =>
            Native.Own(Native.rf_tensor_sub_scalar(left, right, RfScalar.One));

        public static Tensor operator -(long left, Tensor right) => Native.Own(Native.rf_tensor_rsub_scalar(left, right));

        public static Tensor operator -(Tensor left, int right) =>
            Native.Own(Native.rf_tensor_sub_scalar(left, (long)right, RfScalar.One));

        public static Tensor operator -(int left, Tensor right) => Native.Own(Native.rf_tensor_rsub_scalar((long)left, right));

        public static Tensor operator *(Tensor left, Tensor right) =>
            Native.Own(Native.rf_tensor_mul(left, right));

        public static Tensor operator *(Tensor left, Scalar right) =>
            Native.Own(Native.rf_tensor_mul_scalar(left, right.Value));

        public static Tensor operator *(Scalar left, Tensor right) => right * left;

        public static Tensor operator *(Tensor left, double right) =>
            Native.Own(Native.rf_tensor_mul_scalar(left, right));

        public static Tensor operator *(double left, Tensor right) => right * left;

        public static Tensor operator *(Tensor left, float right) =>
            Native.Own(Native.rf_tensor_mul_scalar(left, (double)right));

        public static Tensor operator *(float left, Tensor right) => right * left;

        public static Tensor operator *(Tensor left, long right) =>
            Native.Own(Native.rf_tensor_mul_scalar(left, right));

        public static Tensor operator *(long left, Tensor right) => right * left;

        public static Tensor operator *(Tensor left, int right) =>
            Native.Own(Native.rf_tensor_mul_scalar(left, (long)right));

        public static Tensor operator *(int left, Tensor right) => right * left;

        public static Tensor operator /(Tensor left, Tensor right) =>
            Native.Own(Native.rf_tensor_div(left, right, 0));

        public static Tensor operator /(Tensor left, Scalar right) =>
            Native.Own(Native.rf_tensor_div_scalar(left, right.Value, 0));

        public static Tensor operator /(Scalar left, Tensor right) => Over(left.Value, right);

        public static Tensor operator /(Tensor left, double right) =>
            Native.Own(Native.rf_tensor_div_scalar(left, right, 0));

        public static Tensor operator /(double left, Tensor right) => Over(left, right);

        public static Tensor operator /(Tensor left, float right) =>
            Native.Own(Native.rf_tensor_div_scalar(left, (double)right, 0));

        public static Tensor operator /(float left, Tensor right) => Over((double)left, right);

        public static Tensor operator /(Tensor left, long right) =>
            Native.Own(Native.rf_tensor_div_scalar(left, right, 0));

        public static Tensor operator /(long left, Tensor right) => Over(left, right);

        public static Tensor operator /(Tensor left, int right) =>
            Native.Own(Native.rf_tensor_div_scalar(left, (long)right, 0));

        public static Tensor operator /(int left, Tensor right) => Over((long)left, right);

        public static Tensor operator %(Tensor left, Tensor right) =>
            Native.Own(Native.rf_tensor_remainder(left, right));

        public static Tensor operator %(Tensor left, Scalar right) =>
            Native.Own(Native.rf_tensor_remainder_scalar(left, right.Value));

        public static Tensor operator %(Tensor left, double right) =>
            Native.Own(Native.rf_tensor_remainder_scalar(left, right));

        public static Tensor operator %(Tensor left, float right) =>
            Native.Own(Native.rf_tensor_remainder_scalar(left, (double)right));

        public static Tensor operator %(Tensor left, long right) =>
            Native.Own(Native.rf_tensor_remainder_scalar(left, right));

        public static Tensor operator %(Tensor left, int right) =>
            Native.Own(Native.rf_tensor_remainder_scalar(left, (long)right));

        public static Tensor operator -(Tensor tensor) => tensor.neg();

        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);

        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);

        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);

        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);

        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);

        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);

        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);

        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);

        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);

        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);

        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);

        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);

        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);

        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);

        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);

        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);

        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);

        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);

        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);

        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);

        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        public static implicit operator Tensor(byte value) => tensor(value);

        public static implicit operator Tensor(sbyte value) => tensor(value);

        public static implicit operator Tensor(short value) => tensor(value);

        public static implicit operator Tensor(int value) => tensor(value);

        public static implicit operator Tensor(int[] value) => tensor(value);

        public static implicit operator Tensor(long value) => tensor(value);

        public static implicit operator Tensor(long[] value) => tensor(value);

        public static implicit operator Tensor(float value) => tensor(value);

        public static implicit operator Tensor(float[] value) => tensor(value);

        public static implicit operator Tensor(double value) => tensor(value);

        public static implicit operator Tensor(double[] value) => tensor(value);

        public static implicit operator Tensor(bool value) => tensor(value);

        public static implicit operator Tensor(bool[] value) => tensor(value);

        public static implicit operator Tensor(Scalar scalar) => full([], scalar, scalar.Type);

        public static explicit operator float(Tensor value) => value.ToScalar().ToSingle();

        public static explicit operator double(Tensor value) => value.ToScalar().ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToScalar().ToSByte();

        public static explicit operator byte(Tensor value) => value.ToScalar().ToByte();

        public static explicit operator short(Tensor value) => value.ToScalar().ToInt16();

        public static explicit operator int(Tensor value) => value.ToScalar().ToInt32();

        public static explicit operator long(Tensor value) => value.ToScalar().ToInt64();

        public static explicit operator bool(Tensor value) => value.ToScalar().ToBoolean();

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Tensor target && Equals(target);

        /// <summary>Whether type, shape and all values are equal.</summary>
        public bool Equals(Tensor target) => ReferenceEquals(this, target) || AsBoolean(Native.rf_tensor_equal(this, target));

        /// <inheritdoc/>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        // A reciprocal would turn integers to zero and round twice.
        private static Tensor Over(RfScalar left, Tensor right)
        {
            using Tensor numerator = Native.Own(Native.rf_tensor_scalar(left, (int)right.device_type, right.device_index));
            return numerator / right;
        }

        private static bool AsBoolean(int answer)
        {
            if (answer < 0)
            {
                Native.ThrowFailed();
            }

            return answer == 1;
        }
    }
}
