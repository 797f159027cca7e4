using System.Text;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Sum of products after Einstein's convention, as "bij,bjk->bik".</summary>
    public static unsafe Tensor einsum(string equation, params Tensor[] tensors)
    {
        nint[] handles = Handles(tensors);
        fixed (byte* text = Encoding.UTF8.GetBytes(equation + "\0"))
        fixed (nint* list = handles)
        {
            return Native.Own(Native.rf_tensor_einsum(text, list, handles.Length));
        }
    }

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) =>
        input.addmm(mat1, mat2, beta, alpha);

    public static Tensor lerp(Tensor input, Tensor end, Tensor weight) => input.lerp(end, weight);

    public partial class Tensor
    {
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Native.Own(Native.rf_tensor_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha));

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Native.Own(Native.rf_tensor_baddbmm(Handle, batch1.Handle, batch2.Handle, beta, alpha));

        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Own(Native.rf_tensor_addcmul(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Same(Native.rf_tensor_addcmul_(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Native.Own(Native.rf_tensor_addcdiv(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            Same(Native.rf_tensor_addcdiv_(Handle, tensor1.Handle, tensor2.Handle, value.Value));

        /// <summary>The tensor moved towards <paramref name="end"/> by the fraction <paramref name="weight"/>.</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Native.Own(Native.rf_tensor_lerp(Handle, end.Handle, weight.Handle));

        public Tensor lerp_(Tensor end, Tensor weight) => Same(Native.rf_tensor_lerp_(Handle, end.Handle, weight.Handle));

        public Tensor round(long decimals = 0) => Native.Own(Native.rf_tensor_round(Handle, decimals));

        public Tensor zero_() => Same(Native.rf_tensor_zero_(Handle));

        public Tensor fill_(Scalar value) => Same(Native.rf_tensor_fill_(Handle, value.Value));

        public Tensor softmax(long dim, ScalarType? dtype = null) => Native.Own(Native.rf_nn_softmax(Handle, dim, Number(dtype)));

        public Tensor log_softmax(long dim, ScalarType? dtype = null) =>
            Native.Own(Native.rf_nn_log_softmax(Handle, dim, Number(dtype)));

        public Tensor softplus(double beta = 1, double threshold = 20) =>
            Native.Own(Native.rf_nn_softplus(Handle, beta, threshold));

        public Tensor leaky_relu(Scalar negative_slope) =>
            Native.Own(Native.rf_nn_leaky_relu(Handle, negative_slope.Value.AsDouble));

        public Tensor gelu() => Native.Own(Native.rf_nn_gelu(Handle));

        public Tensor elu(double alpha = 1) => Native.Own(Native.rf_nn_elu(Handle, alpha));
    }
}
