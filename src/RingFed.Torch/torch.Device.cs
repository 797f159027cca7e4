namespace TorchSharp;

public static partial class torch
{
    /// <summary>The processor's memory.</summary>
    public static readonly Device CPU = new(DeviceType.CPU, -1);

    private static readonly Device FirstGpu = new(DeviceType.CUDA, -1);

    /// <summary>The current graphics processor.</summary>
    public static Device CUDA => FirstGpu;

    /// <summary>Where tensors are made when nothing else is said.</summary>
    public static Device get_default_device() => CPU;

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(string description) => new(description);

    public static Device device(int index) => new(index);

    /// <summary>Where a tensor lives. Index -1 is the current one of its kind.</summary>
    public class Device
    {
        /// <param name="description">"cpu", "cuda" or "cuda:1".</param>
        public Device(string description)
        {
            string[] parts = description.Split(':');
            type = Parse(parts[0]);
            index = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : -1;
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>The graphics processor of this number.</summary>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; private set; }

        public int index { get; private set; }

        public static implicit operator Device(string description) => new(description);

        /// <inheritdoc/>
        public override string ToString()
        {
            string name = type.ToString().ToLowerInvariant();
            return index < 0 ? name : $"{name}:{index}";
        }

        private static DeviceType Parse(string name) => Enum.Parse<DeviceType>(name, ignoreCase: true);
    }
}
