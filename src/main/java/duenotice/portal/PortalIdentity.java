package duenotice.portal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Who stands behind the pages.
 *
 * @param provider name that customers know
 * @param complaints address that takes complaints
 * @param contactChanges address that takes changes of contacts
 * @param brands under which it also appears
 */
public record PortalIdentity(
        String provider, String complaints, String contactChanges, Optional<Brand> brand, List<PortalIdentity> brands) {
    public PortalIdentity {
        brands = List.copyOf(brands);
    }

    /**
     * What makes a brand.
     *
     * @param id as customers have it in the inventory
     * @param host of its own pages; empty where they lie with the provider's
     * @param language of its public pages for those whose own we do not write; a language tag
     * @param policy the cut policy that its customers have; empty: all of them are shown
     */
    public record Brand(String id, Optional<String> host, Optional<String> language, Optional<String> policy) {}

    /** As a customer of that brand sees it; one that nobody has set up is the provider itself. */
    PortalIdentity under(Optional<String> id) {
        return brands.stream()
                .filter(one -> one.brand.map(Brand::id).equals(id) && id.isPresent())
                .findFirst()
                .orElse(this);
    }

    /** The one whose pages lie on that host. */
    PortalIdentity at(String host) {
        return brands.stream()
                .filter(one -> one.brand
                        .flatMap(Brand::host)
                        .filter(host::equalsIgnoreCase)
                        .isPresent())
                .findFirst()
                .orElse(this);
    }

    /** Where the public page of this one is, in that language. */
    public String how(String language) {
        return "/how-we-handle-abuse?lang=" + language + named("&brand=");
    }

    /** Where votes on it go. */
    public String vote() {
        return "/how-we-handle-abuse/vote" + named("?brand=");
    }

    /** A brand with pages of its own is known by their host. */
    private String named(String parameter) {
        return brand.filter(own -> own.host().isEmpty())
                .map(own -> parameter + URLEncoder.encode(own.id(), StandardCharsets.UTF_8))
                .orElse("");
    }
}
