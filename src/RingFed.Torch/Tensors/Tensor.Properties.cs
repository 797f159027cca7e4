namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Native.rf_tensor_dim(this);

        public long ndim => Dimensions;

        public long NumberOfElements => Native.rf_tensor_numel(this);

        public long ElementSize => Native.rf_tensor_element_size(this);

        public ScalarType dtype => (ScalarType)Native.rf_tensor_type(this);

        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        public DeviceType device_type => (DeviceType)Native.rf_tensor_device_type(this);

        public int device_index => Native.rf_tensor_device_index(this);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public unsafe long[] shape
        {
            get
            {
                long[] sizes = new long[Native.rf_tensor_dim(this)];
                fixed (long* destination = sizes)
                {
                    Native.rf_tensor_sizes(this, destination);
                }

                return sizes;
            }
        }

        /// <summary>Whether gradients are kept for the tensor.</summary>
        public bool requires_grad
        {
            get => Native.rf_autograd_requires_grad(this) != 0;
            set => Native.Check(Native.rf_autograd_set_requires_grad(this, value ? 1 : 0));
        }

        public bool is_leaf => Native.rf_autograd_is_leaf(this) != 0;

        /// <summary>The gradient as a new object over the same memory; null where there is none.</summary>
        public Tensor? grad
        {
            get => Native.OwnOrNull(Native.rf_autograd_gradient(this));
            set => Native.Check(Native.rf_autograd_set_gradient(this, value));
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim)
        {
            long[] sizes = shape;
            return sizes[dim < 0 ? dim + sizes.Length : dim];
        }

        public unsafe long[] stride()
        {
            long[] strides = new long[Native.rf_tensor_dim(this)];
            fixed (long* destination = strides)
            {
                Native.rf_tensor_strides(this, destination);
            }

            return strides;
        }

        public long stride(int dim)
        {
            long[] strides = stride();
            return strides[dim < 0 ? dim + strides.Length : dim];
        }

        public long storage_offset() => Native.rf_tensor_storage_offset(this);

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_contiguous() => Native.rf_tensor_is_contiguous(this) != 0;

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Shape, type and device.</summary>
        public override string ToString() => $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}
