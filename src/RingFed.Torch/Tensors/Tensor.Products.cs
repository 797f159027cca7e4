using System.Text;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sum of products after Einstein's convention, as "bij,bjk->bik".</summary>
    public static unsafe Tensor einsum(string equation, params Tensor[] tensors)
    {
        TensorList list = new(tensors);
        fixed (byte* text = Encoding.UTF8.GetBytes(equation + "\0"))
            return Native.Own(Native.rf_tensor_einsum(text, list, list.Count));
    }

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public partial class Tensor
    {
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Native.Own(Native.rf_tensor_addmm(this, mat1, mat2, beta, alpha));

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Native.Own(Native.rf_tensor_baddbmm(this, batch1, batch2, beta, alpha));

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Own(Native.rf_tensor_addcmul(this, tensor1, tensor2, value.Value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Same(Native.rf_tensor_addcmul_(this, tensor1, tensor2, value.Value));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Own(Native.rf_tensor_addcdiv(this, tensor1, tensor2, value.Value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Same(Native.rf_tensor_addcdiv_(this, tensor1, tensor2, value.Value));

        /// <summary>The tensor moved towards <paramref name="end"/> by the fraction <paramref name="weight"/>.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Native.Own(Native.rf_tensor_lerp(this, end, weight));

        public Tensor lerp_(Tensor end, Tensor weight) => Same(Native.rf_tensor_lerp_(this, end, weight));

        public Tensor round(long decimals = 0) => Native.Own(Native.rf_tensor_round(this, decimals));

        public Tensor zero_() => Same(Native.rf_tensor_zero_(this));

        public Tensor fill_(Scalar value) => Same(Native.rf_tensor_fill_(this, value.Value));

        public Tensor softmax(long dim, ScalarType? dtype = null) => Native.Own(Native.rf_nn_softmax(this, dim, Number(dtype)));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Native.Own(Native.rf_nn_log_softmax(this, dim, Number(dtype)));

        public Tensor softplus(double beta = 1, double threshold = 20) =>
            Native.Own(Native.rf_nn_softplus(this, beta, threshold));

        public Tensor leaky_relu(Scalar negative_slope) =>
            Native.Own(Native.rf_nn_leaky_relu(this, negative_slope.Value.AsDouble));

        public Tensor gelu() => Native.Own(Native.rf_nn_gelu(this));

        public Tensor elu(double alpha = 1) => Native.Own(Native.rf_nn_elu(this, alpha));
    }
}
