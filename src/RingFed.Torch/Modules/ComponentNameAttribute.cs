namespace TorchSharp.Utils;

/// <summary>Names a field's component other than after the field.</summary>
[AttributeUsage(AttributeTargets.Field)]
public class ComponentNameAttribute : Attribute
{
    public string? Name { get; set; }
}
