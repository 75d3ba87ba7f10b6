package desk

import "net/netip"

// networkBits are those of an IPv6 address that are not the client's to choose: a subnet
// has 64 more, and whoever is in one may take any (RFC 4291, section 2.5.4).
const networkBits = 64

// ClientNetwork returns what the failures of a client at an address are counted
// under: an IPv4 address, in whatever form, or the network of an IPv6 one. What is no
// address stands for itself.
func ClientNetwork(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap().WithZone(""); ip.Is4() {
		return ip.String()
	}
	return netip.PrefixFrom(ip, networkBits).Masked().String()
}
