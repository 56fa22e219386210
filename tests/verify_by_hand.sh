#!/bin/sh
# Looks at the kept copies of a journal with git and a POSIX shell alone: sh verify_by_hand.sh [FOLDER]
# A line for each finding: CODE FILE LINE. Exit code: 0 nothing found, 5 something found, 4 it can't be told.
# docs/verify-by-hand.md says what is looked at and why.
set -u
LC_ALL=C GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null GIT_NO_LAZY_FETCH=1
export LC_ALL GIT_NO_REPLACE_OBJECTS GIT_GRAFT_FILE GIT_NO_LAZY_FETCH
cd "${1:-.}" && work=$(mktemp -d) || exit 4
trap 'rm -rf "$work"' EXIT

git() { command git -c advice.graftFileDeprecated=false "$@"; }
cannot_tell() { echo "cannot tell: $1"; exit 4; }

# The lines of a kept.md that are kept copies, one blank between their words: WEEK PARTNER [COMMIT [TIME]]
kept() {
    git cat-file blob "$1:$file" 2>"$work/err" | tr -d '\r' |
        sed -n 's/^[[:blank:]]*[-*+][[:blank:]][[:blank:]]*//; s/[[:blank:]][[:blank:]]*/ /g; s/ $//
            /^[0-9]\{4\}-W[0-9][0-9] [a-z][a-z0-9-]*\( [0-9a-f]\{7,64\}\( [^ ]*\)\{0,1\}\)\{0,1\}$/p'
}

# Whether the author's address is the keeper's: named in the keeper's partner.md before or, if nobody had it then, ever;
# and not only by commits under that address itself which left an address from before beside it. The address that began
# the folder is the keeper's if no partner.md ever named one.
is_own() {
    address=$(git show -s --format=%ae "$1")
    for parent in $(git show -s --format=%P "$1"); do
        git grep -liF -e "$address" "$parent" -- '*/partner.md'
    done >"$work/has"
    [ ! -s "$work/has" ] || grep -q ":$keeper/partner.md$" "$work/has" || return 1
    for version in $(git rev-list HEAD -- "$keeper/partner.md"); do
        git grep -qiF -e "$address" "$version" -- "$keeper/partner.md" || continue
        [ "$(git show -s --format=%ae "$version")" = "$address" ] || return 0
        addresses "$version^" >"$work/old"
        addresses "$version" | comm -12 - "$work/old" | grep -q . || return 0
    done
    for version in $(git rev-list HEAD -- "$keeper/partner.md"); do addresses "$version"; done | grep -q . && return 1
    [ "$(git log --topo-order --reverse --format=%ae HEAD -- "$keeper" | head -n 1)" = "$address" ]
}
addresses() { git cat-file blob "$1:$keeper/partner.md" 2>"$work/err" | grep -o '[^][ ,"]*@[^][ ,"]*' | sort -u; }

# 1. Commits: all of the history is here, down to its first commit.
[ "$(git rev-parse --is-shallow-repository)" = false ] || cannot_tell "the clone is shallow"
git fsck --no-dangling --no-progress >"$work/fsck" 2>&1 || cannot_tell "git fsck names what is missing or damaged"
echo "$(git rev-list --count HEAD) commits"

for file in $(git log --format= --name-only --no-renames -m HEAD -- | grep '^[a-z][a-z0-9-]*/kept\.md$' | sort -u); do
    keeper=${file%/*}
    : >"$work/good"; : >"$work/bad"; : >"$work/gone"
    kept HEAD | sort >"$work/now"
    for adder in $(git rev-list --full-history HEAD -- "$file"); do
        is_own "$adder" || continue
        kept "$adder" | sort -u >"$work/after"
        for parent in $(git show -s --format=%P "$adder"); do kept "$parent"; done | sort -u >"$work/before"
        comm -23 "$work/after" "$work/before" >"$work/added"
        while read -r week partner commit time; do
            line="$week $partner${commit:+ $commit}${time:+ $time}"
            # 2. Ancestry: what a line names is an ancestor of the commit that added it.
            meant=${commit:-$(git rev-list -1 "$adder" -- "$partner")}
            if full=$(git rev-parse --quiet --verify "${meant:-$adder}^{commit}"); then
                git merge-base --is-ancestor "$full" "$adder" && code=good || code=kept_forged
            else code=kept_missing; fi
            [ "$code" = good ] && echo "$line" >>"$work/good"
            # 3. Kept lines: it is there now, as it was or completed with what it meant. One without a copy may go.
            if grep -qxF "$line" "$work/now" || grep -q "^$week $partner $meant[0-9a-f]* *.*$time\$" "$work/now"; then
                [ "$code" = good ] || echo "$code $file $line" >>"$work/bad"
            elif [ "$code" = good ] && [ "$meant" ]; then echo "kept_withdrawn $file $line" >>"$work/gone"; fi
        done <"$work/added"
    done
    awk 'NR == FNR { good[$0]; next } { line = $0; sub(/^[^ ]* [^ ]* /, "", line) } !(line in good)' \
        "$work/good" "$work/bad" | sort -u
    sort -u "$work/gone"
done >"$work/found"
cat "$work/found" && [ ! -s "$work/found" ] || exit 5
