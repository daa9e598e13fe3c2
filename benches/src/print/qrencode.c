/* The floor of `scripts/bench print`: a symbol of every line as SVG, in memory, by libqrencode; says how many seconds it took. */

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MARGIN 4

/* One rectangle per run of dark modules, as `qrencode --type=SVG --rle` draws them. */
static size_t draw(const QRcode *code, char *svg)
{
	int edge = code->width + 2 * MARGIN;
	char *at = svg;
	at += sprintf(at,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"512\" height=\"512\" viewBox=\"0 0 %d %d\">"
		      "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>",
		      edge, edge, edge, edge);
	for (int y = 0; y < code->width; y++) {
		const unsigned char *row = code->data + y * code->width;
		for (int x = 0; x < code->width;) {
			int end = x;
			while (end < code->width && (row[end] & 1))
				end++;
			if (end > x)
				at += sprintf(at, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"1\" fill=\"#000000\"/>",
					      x + MARGIN, y + MARGIN, end - x);
			x = end > x ? end : x + 1;
		}
	}
	at += sprintf(at, "</svg>\n");
	return (size_t)(at - svg);
}

int main(void)
{
	static char line[4096];
	char *svg = malloc(8 << 20);
	size_t bytes = 0;
	struct timespec begun, ended;
	if (svg == NULL || clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begun) != 0)
		return 1;
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		QRcode *code = QRcode_encodeString(line, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
		if (code == NULL)
			return 1;
		bytes += draw(code, svg);
		QRcode_free(code);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
	printf("%.9f %zu\n", (double)(ended.tv_sec - begun.tv_sec) + (double)(ended.tv_nsec - begun.tv_nsec) / 1e9, bytes);
	return 0;
}
