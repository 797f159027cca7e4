using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Moves a whole module; integers keep their type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Converted(module, type, device, non_blocking);

    public static T to<T>(this T module, Device device, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, device, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, new Device(deviceType, deviceIndex), non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, new Device(device), non_blocking);

    public static T to<T>(this T module, ScalarType type, bool non_blocking = false)
        where T : nn.Module => Converted(module, type, null, non_blocking);

    public static T cpu<T>(this T module, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, CPU, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false)
        where T : nn.Module => Converted(module, null, new Device(DeviceType.CUDA, deviceIndex), non_blocking);

    private static T Converted<T>(T module, ScalarType? type, Device? device, bool nonBlocking)
        where T : nn.Module
    {
        module.Convert(type, device, nonBlocking);
        return module;
    }
}
