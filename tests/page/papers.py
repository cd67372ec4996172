"""Files as people and their enemies make them: small, real, built here byte by byte, so that none has to be kept as a blob."""
import io
import struct
import zipfile
import zlib

# ---- pictures ----


def png(width=40, height=30, colour=(40, 90, 160), extra=b'', interlaced=False, honest=True):
    """A picture of one colour. honest=False: its head promises width x height, and hardly any data follow."""
    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    row = b'\0' + bytes(colour) * width
    rows = row * height if honest else row[:100]
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 1 if interlaced else 0)) +
            extra + chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b''))


def png_text(words):
    data = b'Comment\0' + words
    return struct.pack('>I', len(data)) + b'tEXt' + data + struct.pack('>I', zlib.crc32(b'tEXt' + data))


def exif(orientation=1, words=b'GPS 51.5007N 0.1246W'):
    """A TIFF head with the way the camera was held, who held it, and where."""
    at = 8 + 2 + 3 * 12 + 4
    artist, place = b'Amina Secret\0', words + b'\0'
    entries = [struct.pack('<HHII', 0x0112, 3, 1, orientation),
               struct.pack('<HHII', 0x013B, 2, len(artist), at),
               struct.pack('<HHII', 0x010E, 2, len(place), at + len(artist))]
    entries.sort()
    return (b'II*\0' + struct.pack('<I', 8) + struct.pack('<H', len(entries)) + b''.join(entries) + struct.pack('<I', 0) +
            artist + place)


class Bits:
    def __init__(self):
        self.value, self.n, self.out = 0, 0, bytearray()

    def high(self, value, n):
        """Most significant bit first, as JPEG has it."""
        for i in range(n - 1, -1, -1):
            self.value = self.value << 1 | (value >> i & 1)
            self.n += 1
            if self.n == 8:
                self.out.append(self.value)
                if self.value == 0xFF:
                    self.out.append(0)
                self.value = self.n = 0

    def padded(self):
        while self.n:
            self.high(1, 1)
        return bytes(self.out)


def jpeg(blocks_wide=4, blocks_high=3, orientation=None, gradient=True, words=b'GPS 51.5007N 0.1246W'):
    """Grey blocks of 8 x 8, lighter to the right: nothing but DC coefficients, every difference in four bits."""
    def segment(mark, data):
        return bytes((0xFF, mark)) + struct.pack('>H', len(data) + 2) + data
    width, height = blocks_wide * 8, blocks_high * 8
    head = b'\xff\xd8' + segment(0xE0, b'JFIF\0\1\1\0\0\1\0\1\0\0')
    if orientation:
        head += segment(0xE1, b'Exif\0\0' + exif(orientation, words))
        head += segment(0xE1, b'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Amina Secret</x:xmpmeta>')
        head += segment(0xFE, b'a comment: Amina Secret')
    head += segment(0xDB, b'\0' + bytes([16] * 64))
    head += segment(0xC0, struct.pack('>BHHB', 8, height, width, 1) + b'\1\x11\0')
    # Two codes for DC: category 0 is 0, category 4 is 10. One for AC: end of block is 0.
    head += segment(0xC4, b'\0' + bytes([1, 1] + [0] * 14) + b'\0\4')
    head += segment(0xC4, b'\x10' + bytes([1] + [0] * 15) + b'\0')
    head += segment(0xDA, b'\1\1\0\0\x3f\0')
    bits, before = Bits(), 0
    for y in range(blocks_high):
        for x in range(blocks_wide):
            level = (x * 9) % 50 - 25 if gradient and blocks_wide <= 64 else 0
            step = level - before
            part = max(-15, min(15, step)) if abs(step) >= 8 else 0  # what four bits can say
            before += part
            if part:
                bits.high(0b10, 2)
                bits.high(part if part > 0 else part + 15, 4)
            else:
                bits.high(0, 1)
            bits.high(0, 1)
    return head + bits.padded() + b'\xff\xd9'


def webp(width=20, height=10, extra=True):
    """One colour without loss: five codes of one symbol each, so no bits for the pixels."""
    value = n = 0

    def low(v, count):
        nonlocal value, n
        value |= v << n
        n += count
    low(width - 1, 14), low(height - 1, 14), low(0, 1), low(0, 3)
    low(0, 1), low(0, 1), low(0, 1)
    for symbol in (90, 40, 160, 255):
        low(1, 1), low(0, 1), low(1, 1), low(symbol, 8)
    low(1, 1), low(0, 1), low(0, 1), low(0, 1)

    def chunk(kind, data):
        return kind + struct.pack('<I', len(data)) + data + b'\0' * (len(data) % 2)
    body = b'WEBP'
    if extra:
        body += chunk(b'VP8X', struct.pack('<I', 8) + struct.pack('<I', width - 1)[:3] + struct.pack('<I', height - 1)[:3])
    body += chunk(b'VP8L', b'\x2f' + value.to_bytes((n + 7) // 8 + 4, 'little'))
    if extra:
        body += chunk(b'EXIF', exif())
    return b'RIFF' + struct.pack('<I', len(body)) + body


def size_of(picture):
    """Width and height of a PNG, a JPEG or a WebP."""
    if picture[:4] == b'\x89PNG':
        return struct.unpack('>II', picture[16:24])
    if picture[:2] == b'\xff\xd8':
        at = 2
        while True:
            mark, n = picture[at + 1], struct.unpack('>H', picture[at + 2:at + 4])[0]
            if 0xC0 <= mark <= 0xC2:
                return struct.unpack('>HH', picture[at + 5:at + 9])[::-1]
            at += 2 + n
    at = picture.index(b'VP8 ') + 14
    width, height = struct.unpack('<HH', picture[at:at + 4])
    return width & 0x3FFF, height & 0x3FFF


# ---- documents ----

W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'


def packed(parts, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, content in parts:
            z.writestr(name, content, **more)
    return out.getvalue()


def docx(paragraphs=('Some words.',), author=None, changed_by=None, body=None, more=()):
    """body: raw XML in the place of the paragraphs. more: further parts."""
    words = body if body is not None else ''.join('<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>' % p for p in paragraphs)
    parts = [('[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
             ('_rels/.rels', '<Relationships/>'),
             ('word/document.xml', '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (W, words))]
    if author or changed_by:
        parts.append(('docProps/core.xml', '<cp:coreProperties xmlns:cp="a" xmlns:dc="b"><dc:creator>%s</dc:creator>'
                      '<cp:lastModifiedBy>%s</cp:lastModifiedBy></cp:coreProperties>' % (author or '', changed_by or '')))
    return packed(parts + list(more))


def odt(paragraphs=('Some words.',), author=None, body=None, manifest='<manifest/>', more=()):
    words = body if body is not None else ''.join('<text:p>%s</text:p>' % p for p in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.text', compress_type=zipfile.ZIP_STORED)
        z.writestr('content.xml', '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:text="t" '
                   'xmlns:dc="d"><office:body><office:text>%s</office:text></office:body></office:document-content>' % words)
        z.writestr('META-INF/manifest.xml', manifest)
        if author:
            z.writestr('meta.xml', '<office:document-meta xmlns:office="o" xmlns:dc="d" xmlns:meta="m"><office:meta>'
                       '<meta:initial-creator>%s</meta:initial-creator></office:meta></office:document-meta>' % author)
        for name, content in more:
            z.writestr(name, content)
    return out.getvalue()


def pdf(lines=('Some words.',), author=None, annotation=None, trailer='', pages=1):
    """A page in Helvetica, as often as asked."""
    stream = 'BT /F1 12 Tf 60 760 Td 16 TL ' + ' '.join('(%s) Tj T*' % line.replace('(', '\\(') for line in lines) + ' ET'
    objects = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
               '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R%s >>' %
               (' /Annots [7 0 R]' if annotation else ''),
               '<< /Length %d >>\nstream\n%s\nendstream' % (len(stream), stream),
               '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
               '<< /Author (%s) >>' % author if author else '<< /Producer (by hand) >>']
    if annotation:
        objects.append('<< /Type /Annot /Subtype /Text /Rect [100 100 120 120] /Contents (%s) >>' % annotation)
    kids = ['3 0 R'] + ['%d 0 R' % (len(objects) + n) for n in range(1, pages)]
    objects[1] = '<< /Type /Pages /Kids [%s] /Count %d >>' % (' '.join(kids), pages)
    objects += [objects[2]] * (pages - 1)
    out, places = b'%PDF-1.4\n', []
    for i, o in enumerate(objects):
        places.append(len(out))
        out += ('%d 0 obj\n%s\nendobj\n' % (i + 1, o)).encode('latin-1')
    start = len(out)
    out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(objects) + 1)
    out += b''.join(b'%010d 00000 n \n' % p for p in places)
    return out + ('trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R %s>>\nstartxref\n%d\n%%%%EOF\n' %
                  (len(objects) + 1, trailer, start)).encode()


# ---- recordings ----


def m4a(seconds=5, pictures=False):
    def box(kind, data):
        return struct.pack('>I', len(data) + 8) + kind + data
    handler = box(b'mdia', box(b'hdlr', b'\0' * 8 + (b'vide' if pictures else b'soun') + b'\0' * 13))
    return (box(b'ftyp', b'M4A \0\0\2\0isomM4A ') +
            box(b'moov', box(b'mvhd', b'\0' * 12 + struct.pack('>II', 1000, seconds * 1000) + b'\0' * 80) + box(b'trak', handler)))


def mp3(seconds=2):
    """Frames of silence at 32 kbit/s."""
    frame = b'\xff\xfb\x10\xc4' + b'\0' * 100
    return frame * max(1, seconds * 44100 // 1152)
